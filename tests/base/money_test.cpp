#include "kaibiao/base/money.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

std::string capital(std::string_view yuan) {
    const std::string text = Money::parse_yuan(yuan)->capital();
    kaibiao::test::record("capital", text);
    return text;
}

void check_refused(std::string_view text, ErrorCode code) {
    const Result<Money> money = Money::parse_yuan(text);
    REQUIRE_MESSAGE(!money.ok(), "accepted: ", text);
    CHECK_MESSAGE(money.error().code == code, text);
}

} // namespace

TEST_CASE("base: amounts are read in yuan and kept in fen") {
    CHECK(Money::parse_yuan("0")->fen() == 0);
    CHECK(Money::parse_yuan("0.5")->fen() == 50);
    CHECK(Money::parse_yuan("0.05")->fen() == 5);
    CHECK(Money::parse_yuan("1234567")->fen() == 123'456'700);
    CHECK(Money::parse_yuan("1234567.8")->fen() == 123'456'780);
    CHECK(Money::parse_yuan("1234567.89")->fen() == 123'456'789);
    CHECK(Money::parse_yuan("90000000000000.00")->fen() == 9'000'000'000'000'000);
}

TEST_CASE("base: malformed amounts are refused") {
    for (const std::string_view text :
         {"",   ".",  ".5",  "5.", "1.234", "01",   "00.5", "-1",   "+1",    "1,000", "1 000",
          " 1", "1 ", "1e5", "¥1", "1.5元", "0x10", "1..5", "1.-5", "1.5\n", "壹"})
        check_refused(text, ErrorCode::money_malformed);
}

TEST_CASE("base: amounts beyond 90 trillion yuan are refused") {
    check_refused("90000000000000.01", ErrorCode::money_out_of_range);
    check_refused("99999999999999", ErrorCode::money_out_of_range);
    check_refused("999999999999999", ErrorCode::money_out_of_range);
    check_refused("9999999999999999999999999999", ErrorCode::money_out_of_range);
}

TEST_CASE("base: amounts are written with two decimals and with separators") {
    CHECK(Money::from_fen(0).yuan() == "0.00");
    CHECK(Money::from_fen(5).yuan() == "0.05");
    CHECK(Money::from_fen(-5).yuan() == "-0.05");
    CHECK(Money::from_fen(123'456'789).yuan() == "1234567.89");
    CHECK(Money::from_fen(123'456'789).yuan_grouped() == "1,234,567.89");
    CHECK(Money::from_fen(-123'456'789).yuan_grouped() == "-1,234,567.89");
    CHECK(Money::from_fen(12'345'678).yuan_grouped() == "123,456.78");
    CHECK(Money::from_fen(-12'345'678).yuan_grouped() == "-123,456.78");
    CHECK(Money::from_fen(99'999).yuan_grouped() == "999.99");
    CHECK(Money::from_fen(100'000).yuan_grouped() == "1,000.00");
    CHECK(Money::from_fen(INT64_MIN).yuan() == "-92233720368547758.08");
}

TEST_CASE("base: an amount that is written reads back") {
    for (std::int64_t fen = 1; fen < 9'000'000'000'000'000; fen = fen * 7 + 3)
        CHECK(Money::parse_yuan(Money::from_fen(fen).yuan())->fen() == fen);
}

// The examples of the central bank's rules for filling in bills (支付结算办法, annex 1), in the form without optional
// 零.
TEST_CASE("base: amounts in capitals follow the rules for bills") {
    CHECK(capital("1409.50") == "壹仟肆佰零玖元伍角");
    CHECK(capital("6007.14") == "陆仟零柒元壹角肆分");
    CHECK(capital("1680.32") == "壹仟陆佰捌拾元叁角贰分");
    CHECK(capital("107000.53") == "壹拾万柒仟元伍角叁分");
    CHECK(capital("16409.02") == "壹万陆仟肆佰零玖元零贰分");
    CHECK(capital("325.04") == "叁佰贰拾伍元零肆分");
}

TEST_CASE("base: capitals have one 零 for each gap and none at the end") {
    CHECK(capital("0") == "零元整");
    CHECK(capital("0.01") == "壹分");
    CHECK(capital("0.10") == "壹角");
    CHECK(capital("0.12") == "壹角贰分");
    CHECK(capital("1") == "壹元整");
    CHECK(capital("10") == "壹拾元整");
    CHECK(capital("100") == "壹佰元整");
    CHECK(capital("101") == "壹佰零壹元整");
    CHECK(capital("1001") == "壹仟零壹元整");
    CHECK(capital("1010") == "壹仟零壹拾元整");
    CHECK(capital("1100") == "壹仟壹佰元整");
    CHECK(capital("10000") == "壹万元整");
    CHECK(capital("10001") == "壹万零壹元整");
    CHECK(capital("10010") == "壹万零壹拾元整");
    CHECK(capital("10100") == "壹万零壹佰元整");
    CHECK(capital("100000") == "壹拾万元整");
    CHECK(capital("1234567.89") == "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分");
    CHECK(capital("10000000") == "壹仟万元整");
    CHECK(capital("10000001") == "壹仟万零壹元整");
}

TEST_CASE("base: capitals of hundreds of millions and trillions") {
    CHECK(capital("100000000") == "壹亿元整");
    CHECK(capital("100000001") == "壹亿零壹元整");
    CHECK(capital("100010000") == "壹亿零壹万元整");
    CHECK(capital("100010001") == "壹亿零壹万零壹元整");
    CHECK(capital("112345678") == "壹亿壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元整");
    CHECK(capital("1000000000000") == "壹万亿元整");
    CHECK(capital("1000100000000") == "壹万零壹亿元整");
    CHECK(capital("1000000010000") == "壹万亿零壹万元整");
    CHECK(capital("12345678901234.56") == "壹拾贰万叁仟肆佰伍拾陆亿柒仟捌佰玖拾万壹仟贰佰叁拾肆元伍角陆分");
    CHECK(capital("90000000000000") == "玖拾万亿元整");
    CHECK(Money::from_fen(-100).capital() == "负壹元整");
    CHECK(Money::from_fen(INT64_MIN).capital() ==
          "负玖亿亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分");
}

TEST_CASE("base: sums and differences of amounts do not wrap") {
    CHECK(Money::from_fen(5).plus(Money::from_fen(7))->fen() == 12);
    CHECK(Money::from_fen(5).minus(Money::from_fen(7))->fen() == -2);
    CHECK(Money::from_fen(INT64_MAX).plus(Money::from_fen(1)).error().code == ErrorCode::number_overflow);
    CHECK(Money::from_fen(INT64_MIN).minus(Money::from_fen(1)).error().code == ErrorCode::number_overflow);
}

TEST_CASE("base: amounts have an order") {
    const Money less = Money::from_fen(-1), more = Money::from_fen(1);
    CHECK(less < more);
    CHECK(more > less);
    CHECK(less <= less);
    CHECK(less >= less);
    CHECK_FALSE(more <= less);
    CHECK(less == Money::from_fen(-1));
}
