#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;
using kaibiao::test::record;

namespace {
std::string price_score(const Outcome& outcome, int n) { return of(outcome, n).price_score->rounded->text(); }
} // namespace

TEST_CASE("low price: the worked numbers of GP 55") {
    const std::vector<BidInput> bids{bid(1, "1000000.00"), bid(2, "1200000.00"), bid(3, "950000.00")};
    const Outcome outcome = evaluate(low_price("30"), bids, {}).value();
    CHECK(price_score(outcome, 1) == "28.50");
    CHECK(price_score(outcome, 2) == "23.75");
    CHECK(price_score(outcome, 3) == "30.00");
    CHECK(of(outcome, 1).price_score->exact.text() == "57/2");
    CHECK(outcome.reference_price->text() == "950000");
    CHECK(outcome.bids[0].bid == bid_id(3));
    record("worked numbers", summary(outcome));
}

TEST_CASE("low price: the score is rounded once, at the place the method names") {
    // 10 × 1/3 = 3.333…, 10 × 2/3 = 6.666…; ties: 10 × 0.5625 = 5.625.
    const std::vector<BidInput> bids{bid(1, "9.00"), bid(2, "27.00"), bid(3, "13.50"), bid(4, "16.00")};
    Method method = low_price("10");
    Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(price_score(outcome, 2) == "3.33");
    CHECK(price_score(outcome, 3) == "6.67");
    CHECK(price_score(outcome, 4) == "5.63");
    method.rounding.price_score = Rounding{2, RoundingMode::half_even};
    CHECK(price_score(evaluate(method, bids, {}).value(), 4) == "5.62");
    method.rounding.price_score = Rounding{2, RoundingMode::down};
    CHECK(price_score(evaluate(method, bids, {}).value(), 3) == "6.66");
    method.rounding.price_score = Rounding{2, RoundingMode::up};
    CHECK(price_score(evaluate(method, bids, {}).value(), 2) == "3.34");
}

TEST_CASE("low price: without a named place nothing is rounded and thirds stay thirds") {
    Method method = low_price("10");
    method.rounding.price_score.reset();
    const Outcome outcome = evaluate(method, std::vector{bid(1, "9.00"), bid(2, "27.00")}, {}).value();
    CHECK_FALSE(of(outcome, 2).price_score->rounded.has_value());
    CHECK(of(outcome, 2).total->exact.text() == "10/3");
}

TEST_CASE("low price: a rejected bid does not set the reference price") {
    Method method = low_price("30");
    method.ceiling = yuan("1000.00");
    std::vector<BidInput> bids{bid(1, "800.00"), bid(2, "400.00"), bid(3, "1000.00"), bid(4, "1000.01")};
    bids[1].standing = BidStanding::revoked;
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(outcome.reference_price->text() == "800");
    CHECK(price_score(outcome, 3) == "24.00");
    CHECK(of(outcome, 2).rejection->reason == RejectionReason::revoked);
    CHECK(of(outcome, 4).rejection->reason == RejectionReason::price_above_ceiling);
    CHECK(of(outcome, 4).rank == 0);
    CHECK_FALSE(of(outcome, 4).price_score.has_value());
}

TEST_CASE("low price: the deduction for small enterprises lowers the evaluated price, not the announced one") {
    Method method = low_price("30");
    method.adjustments = {percent_rule("small", Direction::deduct, "10", "1")};
    const std::vector<BidInput> bids{bid(1, "100.00"), bid(2, "105.00", {{"small", "1"}})};
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(of(outcome, 2).evaluated_price->exact.text() == "189/2");
    CHECK(price_score(outcome, 2) == "30.00");
    CHECK(price_score(outcome, 1) == "28.35");
    CHECK(of(outcome, 2).rank == 1);
}

TEST_CASE("low price: every bid at the same price gets all points and they are tied") {
    const std::vector<BidInput> bids{bid(3, "5.00"), bid(1, "5.00"), bid(2, "5.00")};
    const Outcome outcome = evaluate(low_price("30"), bids, {}).value();
    REQUIRE(outcome.tied.size() == 1);
    CHECK(outcome.tied[0].rank == 1);
    CHECK(outcome.tied[0].bids == std::vector{bid_id(1), bid_id(2), bid_id(3)});
    for (int n = 1; n <= 3; ++n) {
        CHECK(price_score(outcome, n) == "30.00");
        CHECK(of(outcome, n).tied);
    }
}

TEST_CASE("low price: a lone bid gets all points") {
    const Outcome outcome = evaluate(low_price("30"), std::vector{bid(7, "0.01")}, {}).value();
    CHECK(price_score(outcome, 7) == "30.00");
    CHECK(outcome.candidates == std::vector{bid_id(7)});
    CHECK(outcome.tied.empty());
}

TEST_CASE("low price: a price of zero is rejected and does not become the reference") {
    const Outcome outcome = evaluate(low_price("30"), std::vector{bid(1, "0"), bid(2, "10.00")}, {}).value();
    CHECK(of(outcome, 1).rejection->reason == RejectionReason::price_not_positive);
    CHECK(outcome.reference_price->text() == "10");
}

TEST_CASE("low price: a deduction of the whole price rejects the bid instead of dividing by zero") {
    Method method = low_price("30");
    method.adjustments = {percent_rule("all", Direction::deduct, "100", "2")};
    const std::vector<BidInput> bids{bid(1, "10.00", {{"all", "1"}}), bid(2, "10.00", {{"all", "2"}}), bid(3, "10.00")};
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(of(outcome, 1).rejection->reason == RejectionReason::evaluated_price_not_positive);
    CHECK(of(outcome, 2).rejection->reason == RejectionReason::evaluated_price_not_positive);
    CHECK(of(outcome, 3).rank == 1);
}
