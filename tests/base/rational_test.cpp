#include "kaibiao/base/decimal.h"
#include "record.h"

#include <doctest/doctest.h>

#include <vector>

using namespace kaibiao;

namespace {

constexpr Rational::Wide largest = static_cast<Rational::Wide>((static_cast<unsigned __int128>(1) << 127) - 1);

Rational fraction(Rational::Wide numerator, Rational::Wide denominator) {
    return Rational::make(numerator, denominator).value();
}

std::string rounded(const Rational& value, int places, RoundingMode mode) { return value.round(places, mode)->text(); }

/// All fractions with small parts, each written in lowest terms and not.
std::vector<Rational> small_fractions() {
    std::vector<Rational> list;
    for (int numerator = -7; numerator <= 7; ++numerator) {
        for (int denominator = 1; denominator <= 7; ++denominator) list.push_back(fraction(numerator, denominator));
    }
    return list;
}

} // namespace

TEST_CASE("base: fractions are kept in lowest terms with a positive denominator") {
    CHECK(fraction(6, 4).text() == "3/2");
    CHECK(fraction(-6, 4).text() == "-3/2");
    CHECK(fraction(6, -4).text() == "-3/2");
    CHECK(fraction(-6, -4).text() == "3/2");
    CHECK(fraction(0, -5).text() == "0");
    CHECK(fraction(8, 4).text() == "2");
    CHECK(Rational().text() == "0");
    CHECK(Rational::make(1, 0).error().code == ErrorCode::division_by_zero);
    CHECK(Rational::from_decimal(*Decimal::parse("-12.50")).text() == "-25/2");
}

TEST_CASE("base: arithmetic of small fractions is that of cross multiplication") {
    int wrong = 0;
    for (const Rational& a : small_fractions()) {
        for (const Rational& b : small_fractions()) {
            const Rational::Wide p = a.numerator(), q = a.denominator(), r = b.numerator(), s = b.denominator();
            if (!(*a.plus(b) == fraction(p * s + r * q, q * s))) ++wrong;
            if (!(*a.minus(b) == fraction(p * s - r * q, q * s))) ++wrong;
            if (!(*a.times(b) == fraction(p * r, q * s))) ++wrong;
            if (!b.is_zero() && !(*a.divided_by(b) == fraction(p * s, q * r))) ++wrong;
            const int expected = p * s < r * q ? -1 : p * s > r * q ? 1 : 0;
            if (a.compare(b) != expected) ++wrong;
        }
    }
    CHECK(wrong == 0);
    CHECK(fraction(1, 2).divided_by(Rational()).error().code == ErrorCode::division_by_zero);
}

TEST_CASE("base: comparison of huge fractions does not overflow") {
    const Rational a = fraction(largest, largest - 1), b = fraction(largest - 1, largest - 2);
    CHECK(a.compare(b) == -1);
    CHECK(b.compare(a) == 1);
    CHECK(a.compare(a) == 0);
    const Rational c = fraction(-largest, largest - 1), d = fraction(-(largest - 1), largest - 2);
    CHECK(c.compare(d) == 1);
    CHECK(d.compare(c) == -1);
    CHECK(c.compare(a) == -1);
    CHECK(fraction(1, largest).compare(Rational()) == 1);
    CHECK(fraction(-1, largest).compare(Rational()) == -1);
}

TEST_CASE("base: a result that does not fit is an error and never wraps") {
    const Rational big = fraction(largest, 1), tiny = fraction(1, largest);
    CHECK(big.plus(Rational::from_integer(1)).error().code == ErrorCode::number_overflow);
    CHECK(fraction(-largest, 1).minus(Rational::from_integer(1)).error().code == ErrorCode::number_overflow);
    CHECK(big.times(Rational::from_integer(2)).error().code == ErrorCode::number_overflow);
    CHECK(tiny.times(fraction(1, 2)).error().code == ErrorCode::number_overflow);
    CHECK(tiny.plus(fraction(1, largest - 1)).error().code == ErrorCode::number_overflow);
    CHECK(big.divided_by(fraction(1, 2)).error().code == ErrorCode::number_overflow);
    CHECK(big.round(0, RoundingMode::down).error().code == ErrorCode::number_overflow);
    CHECK(big.times(tiny)->text() == "1");
    CHECK(big.plus(fraction(-largest, 1))->is_zero());
    CHECK(fraction(largest, 3).times(fraction(3, largest))->text() == "1");
    CHECK(Rational::make(-largest - 1, 1).error().code == ErrorCode::number_overflow);
    CHECK(Rational::make(1, -largest - 1).error().code == ErrorCode::number_overflow);
}

TEST_CASE("base: rounding follows its mode at ties, above and below, on both sides of zero") {
    struct Row {
        const char *value, *half_up, *half_even, *down, *up;
    };
    const Row rows[] = {
        {"2.5", "3", "2", "2", "3"},      {"3.5", "4", "4", "3", "4"},           {"2.4", "2", "2", "2", "3"},
        {"2.6", "3", "3", "2", "3"},      {"-2.5", "-3", "-2", "-2", "-3"},      {"-2.6", "-3", "-3", "-2", "-3"},
        {"-2.4", "-2", "-2", "-2", "-3"}, {"2.0", "2", "2", "2", "2"},           {"0.5", "1", "0", "0", "1"},
        {"-0.5", "-1", "0", "0", "-1"},   {"0.000000000001", "0", "0", "0", "1"}};
    for (const Row& row : rows) {
        const Rational value = Rational::from_decimal(*Decimal::parse(row.value));
        CHECK_MESSAGE(rounded(value, 0, RoundingMode::half_up) == row.half_up, row.value);
        CHECK_MESSAGE(rounded(value, 0, RoundingMode::half_even) == row.half_even, row.value);
        CHECK_MESSAGE(rounded(value, 0, RoundingMode::down) == row.down, row.value);
        CHECK_MESSAGE(rounded(value, 0, RoundingMode::up) == row.up, row.value);
    }
}

TEST_CASE("base: rounding keeps the places asked for") {
    CHECK(rounded(fraction(1, 3), 2, RoundingMode::half_up) == "0.33");
    CHECK(rounded(fraction(2, 3), 2, RoundingMode::half_up) == "0.67");
    CHECK(rounded(fraction(2, 3), 12, RoundingMode::half_up) == "0.666666666667");
    CHECK(rounded(fraction(-1, 3), 4, RoundingMode::up) == "-0.3334");
    CHECK(rounded(fraction(1, 8), 2, RoundingMode::half_even) == "0.12");
    CHECK(rounded(fraction(3, 8), 2, RoundingMode::half_even) == "0.38");
    CHECK(rounded(fraction(995, 1000), 2, RoundingMode::half_up) == "1.00");
    CHECK(rounded(Rational::from_integer(5), 3, RoundingMode::down) == "5.000");
    CHECK(fraction(1, 3).round(13, RoundingMode::down).error().code == ErrorCode::decimal_malformed);
    CHECK(Rational::from_integer(INT64_MAX).round(1, RoundingMode::down).error().code == ErrorCode::number_overflow);
    CHECK(rounded(Rational::from_integer(INT64_MAX), 0, RoundingMode::down) == "9223372036854775807");
}

TEST_CASE("base: rounding is within half a unit of the exact value") {
    int wrong = 0;
    for (const Rational& value : small_fractions()) {
        for (int places = 0; places <= 4; ++places) {
            const Rational near = Rational::from_decimal(*value.round(places, RoundingMode::half_even));
            const Rational twice = near.minus(value)->times(Rational::from_integer(2)).value();
            const Rational unit = Rational::from_decimal(*Decimal::make(1, places));
            if (twice.compare(unit) > 0 || twice.plus(unit)->is_negative()) ++wrong;
            kaibiao::test::record("rounded", value.round(places, RoundingMode::half_even)->text());
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("base: wide numbers are written in full") {
    CHECK(wide_text(0) == "0");
    CHECK(wide_text(largest) == "170141183460469231731687303715884105727");
    CHECK(wide_text(-largest) == "-170141183460469231731687303715884105727");
    CHECK(fraction(largest, 2).text() == "170141183460469231731687303715884105727/2");
}

TEST_CASE("rational: where 64 bits end, every operation goes on exactly") {
    const Rational::Wide edge = INT64_MAX;
    for (Rational::Wide top = edge - 3; top <= edge + 3; ++top) {
        for (const Rational::Wide bottom : {Rational::Wide{1}, Rational::Wide{2}, Rational::Wide{7}, edge, edge + 1}) {
            const Rational value = fraction(top, bottom), opposite = fraction(-top, bottom);
            CHECK(value == fraction(top * 6, bottom * 6));
            CHECK(value == fraction(-top, -bottom));
            CHECK(opposite.compare(value) == -1);
            CHECK(value.compare(fraction(top + 1, bottom)) == -1);
            CHECK(value.plus(opposite)->is_zero());
            CHECK(value.times(fraction(bottom, top)).value() == Rational::from_integer(1));
        }
    }
    CHECK(fraction(edge + 1, 2).text() == "4611686018427387904");
    CHECK(fraction(edge, edge + 1).compare(fraction(edge - 1, edge)) == 1);
}

TEST_CASE("rational: rounding is the same whether its steps fit in 64 bits or not") {
    // The second of each pair is the first in wider numbers that do not reduce: its parts are off by one unit in 10^30.
    const Rational::Wide scale = static_cast<Rational::Wide>(1'000'000'000'000'000) * 1'000'000'000'000'000;
    for (const RoundingMode mode : {RoundingMode::half_up, RoundingMode::down}) {
        for (int top = -50; top <= 50; ++top) {
            if (top % 7 == 0) continue;
            CHECK(rounded(fraction(top, 7), 6, mode) == rounded(fraction(top * scale, 7 * scale + 1), 6, mode));
        }
    }
    CHECK(rounded(fraction(INT64_MAX, 3), 0, RoundingMode::half_up) == "3074457345618258602");
    CHECK(rounded(fraction(1, INT64_MAX), 12, RoundingMode::up) == "0.000000000001");
    CHECK(rounded(fraction(INT64_MAX - 1, INT64_MAX), 12, RoundingMode::down) == "0.999999999999");
    CHECK(rounded(fraction(INT64_MAX, 1), 0, RoundingMode::half_even) == "9223372036854775807");
    CHECK_FALSE(fraction(INT64_MAX, 1).round(1, RoundingMode::half_even).ok());
    CHECK_FALSE(fraction(Rational::Wide{2} * INT64_MAX + 1, 2).round(0, RoundingMode::half_up).ok());
}

TEST_CASE("rational: what text() writes is read again, and no other text is") {
    for (const char* text : {"0", "7", "-7", "7/3", "-7/3", "170141183460469231731687303715884105727"})
        CHECK(Rational::parse(text)->text() == text);
    for (const char* text : {"", "-", "-0", "+7", "07", "7/1", "14/6", "7/0", "7/-3", "7/", "/3", " 7", "7.5", "1/2/3"})
        CHECK_FALSE(Rational::parse(text).ok());
    CHECK(Rational::parse("170141183460469231731687303715884105728").error().code == ErrorCode::number_overflow);
}
