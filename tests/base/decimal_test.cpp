#include "kaibiao/base/decimal.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

void check_refused(std::string_view text, ErrorCode code) {
    const Result<Decimal> decimal = Decimal::parse(text);
    REQUIRE_MESSAGE(!decimal.ok(), "accepted: ", text);
    CHECK_MESSAGE(decimal.error().code == code, text, " gave ", describe(decimal.error()));
}

} // namespace

TEST_CASE("base: decimals keep the places they were written with") {
    for (const std::string_view text : {"0", "0.0", "0.00", "1", "-1", "12.50", "-12.50", "0.000000000001", "-0.05",
                                        "100", "9223372036854775807", "-9223372036854775807", "9223372.036854775807"}) {
        const Result<Decimal> decimal = Decimal::parse(text);
        REQUIRE_MESSAGE(decimal.ok(), text);
        CHECK(decimal->text() == text);
    }
    CHECK(Decimal::parse("12.50")->units() == 1250);
    CHECK(Decimal::parse("12.50")->places() == 2);
    CHECK(Decimal().text() == "0");
}

TEST_CASE("base: malformed decimals are refused") {
    for (const std::string_view text :
         {"",      "-",   "+1",  "01", "00", "-01", ".5",  "5.", "-.5", ".",    "-.",
          "1.2.3", "1e3", "1,5", " 1", "1 ", "0x1", "--1", "1-", "-0",  "-0.0", "1.0000000000000",
          "NaN",   "١",   "1\n"})
        check_refused(text, ErrorCode::decimal_malformed);
}

TEST_CASE("base: decimals beyond 63 bits are refused") {
    check_refused("9223372036854775808", ErrorCode::number_overflow);
    check_refused("-9223372036854775808", ErrorCode::number_overflow);
    check_refused("99999999999999999999", ErrorCode::number_overflow);
    check_refused("9223372036854775.8080", ErrorCode::number_overflow);
    CHECK(Decimal::make(INT64_MIN, 0).error().code == ErrorCode::number_overflow);
    CHECK(Decimal::make(INT64_MAX, 12)->text() == "9223372.036854775807");
    CHECK(Decimal::make(1, 13).error().code == ErrorCode::decimal_malformed);
    CHECK(Decimal::make(1, -1).error().code == ErrorCode::decimal_malformed);
}

TEST_CASE("base: decimals are equal as numbers") {
    CHECK(Decimal::parse("1.50")->equals(*Decimal::parse("1.5")));
    CHECK(Decimal::parse("0.00")->equals(Decimal()));
    CHECK_FALSE(Decimal::parse("1.50")->equals(*Decimal::parse("1.51")));
    CHECK_FALSE(Decimal::parse("-1.5")->equals(*Decimal::parse("1.5")));
    CHECK_FALSE(Decimal::parse("9223372036854775807")->equals(*Decimal::parse("9223372.036854775807")));
}
