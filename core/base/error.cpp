#include "kaibiao/base/error.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "kaibiao/base/result.h"

namespace kaibiao {

namespace {

struct Row {
    ErrorCode code;
    ErrorInfo info;
};

constexpr Row rows[] = {
#define KAIBIAO_ERROR(number, name, http, en, zh) {ErrorCode::name, {#name, http, en, zh}},
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
};

constexpr bool ascending(std::span<const Row> all) {
    for (std::size_t i = 1; i < all.size(); ++i)
        if (all[i - 1].code >= all[i].code) return false;
    return true;
}

static_assert(ascending(rows), "errors.def is in the order of its numbers");

const Row* row_of(int number) {
    const auto* const found = std::ranges::lower_bound(rows, number, {}, [](const Row& row) {
        return static_cast<int>(row.code);
    });
    return found != std::end(rows) && static_cast<int>(found->code) == number ? found : nullptr;
}

} // namespace

const ErrorInfo& info(ErrorCode code) {
    const Row* row = row_of(static_cast<int>(code));
    if (row == nullptr) std::abort();
    return row->info;
}

std::optional<ErrorCode> error_named(std::string_view name) {
    for (const Row& row : rows)
        if (row.info.name == name) return row.code;
    return std::nullopt;
}

std::optional<ErrorCode> error_numbered(int number) {
    const Row* row = row_of(number);
    return row == nullptr ? std::nullopt : std::optional{row->code};
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
