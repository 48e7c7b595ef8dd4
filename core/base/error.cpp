#include "kaibiao/base/error.h"

#include "kaibiao/base/result.h"

namespace kaibiao {

const ErrorInfo& info(ErrorCode code) {
    switch (code) {
#define KAIBIAO_ERROR(number, name, http, en, zh)                                                  \
    case ErrorCode::name: {                                                                        \
        static constexpr ErrorInfo row{#name, http, en, zh};                                       \
        return row;                                                                                \
    }
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
    }
    std::abort();
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
