#include "error_row.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <span>

namespace kaibiao {

namespace {

struct Row {
    ErrorCode code;
    ErrorInfo info;
};

constexpr Row rows[] = {
#define KAIBIAO_ERROR(number, name, http, en, zh) {ErrorCode::name, {#name, http}},
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
    const auto* const found =
        std::lower_bound(std::begin(rows), std::end(rows), number,
                         [](const Row& row, int wanted) { return static_cast<int>(row.code) < wanted; });
    return found != std::end(rows) && static_cast<int>(found->code) == number ? found : nullptr;
}

} // namespace

std::size_t error_row(ErrorCode code) {
    const Row* row = row_of(static_cast<int>(code));
    if (row == nullptr) std::abort();
    return static_cast<std::size_t>(row - rows);
}

const ErrorInfo& info(ErrorCode code) { return rows[error_row(code)].info; }

std::optional<ErrorCode> error_named(std::string_view name) {
    for (const Row& row : rows)
        if (row.info.name == name) return row.code;
    return std::nullopt;
}

std::optional<ErrorCode> error_numbered(int number) {
    const Row* row = row_of(number);
    return row == nullptr ? std::nullopt : std::optional{row->code};
}

Error::Error(ErrorCode error_code, std::string at, std::string seen)
    : code(error_code), place(std::move(at)), detail(std::move(seen)) {}

std::string numbered(const char* words, std::size_t number) { return words + std::to_string(number); }

std::string two_numbers(std::size_t one, const char* words, std::size_t other) {
    return std::to_string(one) + numbered(words, other);
}

std::string has_and_needs(std::size_t has, std::size_t needs) { return two_numbers(has, ", needed: ", needs); }

Failure::Failure(const Error& error) : error_(new Error(error)) {}

Failure::Failure(const Failure& other) : error_(other.error_ == nullptr ? nullptr : new Error(*other.error_)) {}

const Error& Failure::error() const {
    if (error_ == nullptr) std::abort();
    return *error_;
}

void Failure::destroy(const Error* error) noexcept { delete error; }

} // namespace kaibiao
