#pragma once
/// Exact numbers for scores: Decimal (an integer and a count of decimals) and Rational (a checked 128-bit fraction).
/// Nothing here rounds unless asked to by name, and overflow is an error, never a wrap.

#include "kaibiao/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kaibiao {

/// Persisted by name in methods: explicit, stable.
enum class RoundingMode : std::uint8_t {
    half_up = 1, ///< ties away from zero
    half_even = 2,
    down = 3, ///< towards zero
    up = 4,   ///< away from zero
};

/// value = units / 10^places, |units| < 2^63, 0 <= places <= 12.
class Decimal {
  public:
    Decimal() = default;
    static Result<Decimal> make(std::int64_t units, int places);
    /// `-12.50`: optional minus, no plus, no leading zeros, no exponent; keeps the places written.
    /// Errors: decimal_malformed, number_overflow.
    static Result<Decimal> parse(std::string_view text);
    std::int64_t units() const { return units_; }
    int places() const { return places_; }
    std::string text() const;
    /// Equal as numbers: 1.50 equals 1.5.
    bool equals(const Decimal& other) const;

  private:
    std::int64_t units_ = 0;
    int places_ = 0;
};

/// A fraction in lowest terms with a positive denominator. Every operation reports number_overflow
/// when a result does not fit in 127 bits, and division_by_zero.
class Rational {
  public:
    using Wide = __int128;
    Rational() = default;
    static Rational from_integer(std::int64_t value) { return Rational(value, 1); }
    static Result<Rational> make(Wide numerator, Wide denominator);
    static Rational from_decimal(const Decimal& decimal);
    /// What text() writes and nothing else. Errors: decimal_malformed, number_overflow.
    static Result<Rational> parse(std::string_view text);

    Wide numerator() const { return numerator_; }
    Wide denominator() const { return denominator_; }
    Result<Rational> plus(const Rational& other) const;
    Result<Rational> minus(const Rational& other) const;
    Result<Rational> times(const Rational& other) const;
    Result<Rational> divided_by(const Rational& other) const;
    /// -1, 0 or 1. Exact and total: never overflows.
    int compare(const Rational& other) const;
    bool is_negative() const { return numerator_ < 0; }
    bool is_zero() const { return numerator_ == 0; }
    bool operator==(const Rational&) const = default;

    /// Rounds once, to `places` decimals. Errors: number_overflow.
    Result<Decimal> round(int places, RoundingMode mode) const;
    /// `7/3`, or `7` when whole.
    std::string text() const;

  private:
    Rational(Wide numerator, Wide denominator) : numerator_(numerator), denominator_(denominator) {}
    Wide numerator_ = 0;
    Wide denominator_ = 1;
};

std::string wide_text(Rational::Wide value);

} // namespace kaibiao
