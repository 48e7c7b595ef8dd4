#include "kaibiao/base/decimal.h"

#include <algorithm>
#include <optional>

namespace kaibiao {

namespace {

using Wide = Rational::Wide;
using Unsigned = unsigned __int128;

constexpr int max_places = 12;

std::int64_t power_of_ten(int exponent) {
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i) value *= 10;
    return value;
}

Unsigned magnitude(Wide value) {
    return value < 0 ? Unsigned{0} - static_cast<Unsigned>(value) : static_cast<Unsigned>(value);
}

/// Nearly all numbers of an evaluation fit in 64 bits, where division is many times faster: an instruction natively,
/// while 128 bits are a call to the compiler's library in WebAssembly.
bool is_narrow(Unsigned value) { return value <= static_cast<Unsigned>(INT64_MAX); }

template <typename Word> Word euclid(Word x, Word y) {
    while (y != 0) {
        const Word rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

Wide gcd(Wide a, Wide b) {
    const Unsigned x = magnitude(a), y = magnitude(b);
    if (is_narrow(x) && is_narrow(y)) return euclid(static_cast<std::uint64_t>(x), static_cast<std::uint64_t>(y));
    return static_cast<Wide>(euclid(x, y));
}

Error overflow() { return Error(ErrorCode::number_overflow); }

/// The most negative value has no opposite; keeping it out makes negation safe everywhere.
bool in_range(Wide value) { return magnitude(value) < (Unsigned{1} << 127); }

template <typename Word> struct Fraction {
    Word top;
    Word bottom;
};

/// Units of the last place, or nothing where `Word` is too narrow for a step on the way.
template <typename Word>
std::optional<std::int64_t> round_magnitude(const Fraction<Word>& value, int places, RoundingMode mode) {
    // Split off the whole part so that scaling multiplies only what is smaller than the denominator.
    Word units = 0, rest = value.top % value.bottom;
    if (__builtin_mul_overflow(value.top / value.bottom, static_cast<Word>(power_of_ten(places)), &units)) return {};
    for (int i = 0; i < places; ++i) {
        Word scaled = 0;
        if (__builtin_mul_overflow(rest, Word{10}, &scaled)) return {};
        const Word digit = scaled / value.bottom * static_cast<Word>(power_of_ten(places - 1 - i));
        if (__builtin_add_overflow(units, digit, &units)) return {};
        rest = scaled % value.bottom;
    }
    const bool tie = rest == value.bottom - rest;
    const bool above = rest > value.bottom - rest;
    const bool away = mode == RoundingMode::up     ? rest != 0
                      : mode == RoundingMode::down ? false
                      : tie                        ? (mode == RoundingMode::half_up || units % 2 == 1)
                                                   : above;
    if (units > static_cast<Word>(INT64_MAX) - (away ? 1 : 0)) return {};
    return static_cast<std::int64_t>(units) + (away ? 1 : 0);
}

} // namespace

Result<Decimal> Decimal::make(std::int64_t units, int places) {
    if (places < 0 || places > max_places) return Error(ErrorCode::decimal_malformed);
    if (units == INT64_MIN) return overflow();
    Decimal decimal;
    decimal.units_ = units;
    decimal.places_ = places;
    return decimal;
}

Result<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const bool whole_ok = point > 0 && (point == 1 || text[0] != '0');
    const bool fraction_ok =
        point == text.size() || (text.size() - point >= 2 && text.size() - point - 1 <= max_places);
    if (!whole_ok || !fraction_ok) return Error(ErrorCode::decimal_malformed);
    std::int64_t units = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == point) continue;
        if (text[i] < '0' || text[i] > '9') return Error(ErrorCode::decimal_malformed);
        if (__builtin_mul_overflow(units, std::int64_t{10}, &units) ||
            __builtin_add_overflow(units, std::int64_t{text[i] - '0'}, &units))
            return overflow();
    }
    if (negative && units == 0) return Error(ErrorCode::decimal_malformed);
    const int places = point == text.size() ? 0 : static_cast<int>(text.size() - point - 1);
    return make(negative ? -units : units, places);
}

std::string Decimal::text() const {
    std::string digits = std::to_string(units_ < 0 ? -units_ : units_);
    const auto places = static_cast<std::size_t>(places_);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    return (units_ < 0 ? "-" : "") + digits;
}

bool Decimal::equals(const Decimal& other) const {
    return Wide{units_} * power_of_ten(other.places_) == Wide{other.units_} * power_of_ten(places_);
}

Result<Rational> Rational::make(Wide numerator, Wide denominator) {
    if (denominator == 0) return Error(ErrorCode::division_by_zero);
    const Unsigned top = magnitude(numerator), bottom = magnitude(denominator);
    if (is_narrow(top) && is_narrow(bottom)) {
        const auto narrow_top = static_cast<std::uint64_t>(top), narrow_bottom = static_cast<std::uint64_t>(bottom);
        const std::uint64_t divisor = euclid(narrow_top, narrow_bottom);
        const auto part = static_cast<std::int64_t>(narrow_top / divisor);
        return Rational((numerator < 0) == (denominator < 0) ? part : -part, narrow_bottom / divisor);
    }
    if (!in_range(numerator) || !in_range(denominator)) return overflow();
    const auto divisor = static_cast<Wide>(euclid(top, bottom));
    const Wide sign = denominator < 0 ? -1 : 1;
    return Rational(sign * (numerator / divisor), sign * (denominator / divisor));
}

Rational Rational::from_decimal(const Decimal& decimal) {
    return make(decimal.units(), power_of_ten(decimal.places())).value();
}

Result<Rational> Rational::plus(const Rational& other) const {
    // With g = gcd(b, d): a/b + c/d = (a·(d/g) + c·(b/g)) / (b/g·d), the smallest intermediate values.
    const Wide divisor = gcd(denominator_, other.denominator_);
    Wide left = 0, right = 0, sum = 0, denominator = 0;
    if (__builtin_mul_overflow(numerator_, other.denominator_ / divisor, &left) ||
        __builtin_mul_overflow(other.numerator_, denominator_ / divisor, &right) ||
        __builtin_add_overflow(left, right, &sum) ||
        __builtin_mul_overflow(denominator_ / divisor, other.denominator_, &denominator))
        return overflow();
    return make(sum, denominator);
}

Result<Rational> Rational::minus(const Rational& other) const {
    return plus(Rational(-other.numerator_, other.denominator_));
}

Result<Rational> Rational::times(const Rational& other) const {
    // Crosswise reduction first, so that only a result that is really too large overflows.
    const Wide g1 = gcd(numerator_, other.denominator_);
    const Wide g2 = gcd(other.numerator_, denominator_);
    Wide numerator = 0, denominator = 0;
    if (__builtin_mul_overflow(numerator_ / g1, other.numerator_ / g2, &numerator) ||
        __builtin_mul_overflow(denominator_ / g2, other.denominator_ / g1, &denominator))
        return overflow();
    return make(numerator, denominator);
}

Result<Rational> Rational::divided_by(const Rational& other) const {
    if (other.is_zero()) return Error(ErrorCode::division_by_zero);
    TRY_ASSIGN(const Rational inverse, make(other.denominator_, other.numerator_));
    return times(inverse);
}

int Rational::compare(const Rational& other) const {
    if (is_narrow(magnitude(numerator_)) && is_narrow(magnitude(other.numerator_)) &&
        is_narrow(magnitude(denominator_)) && is_narrow(magnitude(other.denominator_))) {
        const Wide left = numerator_ * other.denominator_, right = other.numerator_ * denominator_;
        return left < right ? -1 : (right < left ? 1 : 0);
    }
    // Compare whole parts, then the inverted remainders (continued fractions): no product, so no overflow.
    Wide a = numerator_, b = denominator_, c = other.numerator_, d = other.denominator_;
    for (int sign = 1;; sign = -sign) {
        Wide whole_left = a / b, rest_left = a % b, whole_right = c / d, rest_right = c % d;
        if (rest_left < 0) rest_left += b, --whole_left;
        if (rest_right < 0) rest_right += d, --whole_right;
        if (whole_left != whole_right) return whole_left < whole_right ? -sign : sign;
        if (rest_left == 0 || rest_right == 0) return rest_left == rest_right ? 0 : (rest_left == 0 ? -sign : sign);
        a = b, b = rest_left, c = d, d = rest_right;
    }
}

Result<Decimal> Rational::round(int places, RoundingMode mode) const {
    if (places < 0 || places > max_places) return Error(ErrorCode::decimal_malformed);
    const Unsigned top = magnitude(numerator_);
    const auto bottom = static_cast<Unsigned>(denominator_);
    std::optional<std::int64_t> units;
    if (is_narrow(top) && is_narrow(bottom))
        units = round_magnitude<std::uint64_t>({static_cast<std::uint64_t>(top), static_cast<std::uint64_t>(bottom)},
                                               places, mode);
    if (!units) units = round_magnitude<Unsigned>({top, bottom}, places, mode);
    if (!units) return overflow();
    return Decimal::make(is_negative() ? -*units : *units, places);
}

std::string Rational::text() const {
    if (denominator_ == 1) return wide_text(numerator_);
    return wide_text(numerator_) + "/" + wide_text(denominator_);
}

namespace {

/// Digits with a sign, as wide_text writes them; whether they are is for the caller.
Result<Wide> parse_wide(std::string_view text) {
    constexpr Wide largest = static_cast<Wide>(~Unsigned(0) >> 1);
    const bool negative = !text.empty() && text.front() == '-';
    Wide value = 0;
    for (const char digit : negative ? text.substr(1) : text) {
        if (digit < '0' || digit > '9') return Error(ErrorCode::decimal_malformed);
        if (value > (largest - (digit - '0')) / 10) return Error(ErrorCode::number_overflow);
        value = value * 10 + (digit - '0');
    }
    return negative ? -value : value;
}

} // namespace

Result<Rational> Rational::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    TRY_ASSIGN(const Wide numerator, parse_wide(text.substr(0, slash)));
    Wide denominator = 1;
    if (slash != std::string_view::npos) {
        TRY_ASSIGN(denominator, parse_wide(text.substr(slash + 1)));
    }
    if (denominator <= 0) return Error(ErrorCode::decimal_malformed);
    TRY_ASSIGN(const Rational value, make(numerator, denominator));
    if (value.text() != text) return Error(ErrorCode::decimal_malformed);
    return value;
}

std::string wide_text(Wide value) {
    if (value == 0) return "0";
    std::string digits;
    for (Unsigned rest = magnitude(value); rest != 0; rest /= 10)
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    if (value < 0) digits += '-';
    std::reverse(digits.begin(), digits.end());
    return digits;
}

} // namespace kaibiao
