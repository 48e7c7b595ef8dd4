#include "kaibiao/base/result.h"

#include <doctest/doctest.h>

#include <memory>

using namespace kaibiao;

namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return Error(ErrorCode::number_overflow, "half");
    return value / 2;
}

Result<int> quarter(int value) {
    TRY_ASSIGN(const int once, half(value));
    TRY_ASSIGN(const int twice, half(once));
    return twice;
}

Status check_even(int value, int& reached) {
    TRY(half(value));
    reached = value;
    return ok();
}

} // namespace

TEST_CASE("base: a result is a value or an error") {
    CHECK(half(8).ok());
    CHECK(*half(8) == 4);
    CHECK(static_cast<bool>(half(8)));
    CHECK_FALSE(half(7).ok());
    CHECK(half(7).error().code == ErrorCode::number_overflow);
    CHECK(half(7).error().place == "half");
}

TEST_CASE("base: TRY and TRY_ASSIGN return the first error") {
    CHECK(*quarter(8) == 2);
    CHECK_FALSE(quarter(6).ok());
    CHECK_FALSE(quarter(7).ok());
    int reached = 0;
    CHECK_FALSE(check_even(7, reached).ok());
    CHECK(reached == 0);
    CHECK(check_even(6, reached).ok());
    CHECK(reached == 6);
}

TEST_CASE("base: a result can carry what only moves") {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
    REQUIRE(result.ok());
    const std::unique_ptr<int> taken = std::move(result).value();
    CHECK(*taken == 5);
}
