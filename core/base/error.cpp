#include "kaibiao/base/error.h"

#include "kaibiao/base/result.h"

namespace kaibiao {

const ErrorInfo& info(ErrorCode code) {
    switch (code) {
#define KAIBIAO_ERROR(number, name, http, en, zh)                                                                      \
    case ErrorCode::name: {                                                                                            \
        static constexpr ErrorInfo row{#name, http, en, zh};                                                           \
        return row;                                                                                                    \
    }
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
    }
    std::abort();
}

namespace {

constexpr ErrorCode all_codes[] = {
#define KAIBIAO_ERROR(number, name, http, en, zh) ErrorCode::name,
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
};

} // namespace

std::optional<ErrorCode> error_named(std::string_view name) {
    for (const ErrorCode code : all_codes)
        if (info(code).name == name) return code;
    return std::nullopt;
}

std::optional<ErrorCode> error_numbered(int number) {
    for (const ErrorCode code : all_codes)
        if (static_cast<int>(code) == number) return code;
    return std::nullopt;
}

std::string describe(const Error& error) {
    const ErrorInfo& row = info(error.code);
    std::string text = std::string(row.name) + ": " + std::string(row.en);
    if (error.place.empty() && error.detail.empty()) return text;
    text += " (";
    if (!error.place.empty()) text += "at " + error.place;
    if (!error.place.empty() && !error.detail.empty()) text += "; ";
    return text + error.detail + ")";
}

} // namespace kaibiao
