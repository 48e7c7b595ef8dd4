#pragma once
/// One table of errors (errors.def) for the enum, the sentences in both languages, the HTTP status
/// and the TypeScript union. An error has a code, a place and, where it helps, a detail.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kaibiao {

/// Numeric values are stable: they appear in logs, exit messages and the JavaScript boundary.
enum class ErrorCode : std::uint16_t {
#define KAIBIAO_ERROR(number, name, http, en, zh) name = number,
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
};

struct ErrorInfo {
    std::string_view name; ///< snake_case, stable
    int http_status;
};

/// One sentence for a person. Apart from ErrorInfo, so that a program that has the sentences elsewhere need not carry
/// them.
struct ErrorSentence {
    std::string_view en;
    std::string_view zh;
};

const ErrorInfo& info(ErrorCode code);
const ErrorSentence& sentence(ErrorCode code);
/// The row of this stable name or number; none for unknown ones (a newer server's).
std::optional<ErrorCode> error_named(std::string_view name);
std::optional<ErrorCode> error_numbered(int number);

struct Error {
    ErrorCode code{};
    /// Where: a JSON pointer, `line 3`, `byte 17`, a field or an event (`stream@position`); may be empty.
    std::string place;
    /// What was seen, for a person; never a secret; may be empty.
    std::string detail;

    explicit Error(ErrorCode error_code, std::string at = {}, std::string seen = {});
};

/// `/bids/` and 3: a place that ends in a number. One function, because a browser loads every place.
std::string numbered(const char* words, std::size_t number);
/// 12, ` of `, 13: a detail of two numbers.
std::string two_numbers(std::size_t one, const char* words, std::size_t other);
/// `12, needed: 13`.
std::string has_and_needs(std::size_t has, std::size_t needs);

/// An error on its way to whoever can tell of it: passing it on moves a pointer. Empty after a move and in a success.
class Failure {
  public:
    Failure() = default;
    explicit Failure(const Error& error);
    Failure(const Failure& other);
    Failure(Failure&& other) noexcept : error_(std::exchange(other.error_, nullptr)) {}
    Failure& operator=(Failure other) noexcept {
        std::swap(error_, other.error_);
        return *this;
    }
    ~Failure() {
        if (error_ != nullptr) destroy(error_);
    }

    /// Aborts when it is empty.
    const Error& error() const;

  private:
    static void destroy(const Error* error) noexcept;
    const Error* error_ = nullptr;
};

/// `name: sentence (place: …; detail)`, for command lines and logs.
std::string describe(const Error& error);

} // namespace kaibiao
