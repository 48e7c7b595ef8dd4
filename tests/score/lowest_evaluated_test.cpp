#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;
using kaibiao::test::record;

TEST_CASE("lowest evaluated price: adjustments can change the order") {
    Method method = lowest_evaluated();
    method.adjustments = {amount_rule("late", Direction::add, "1000.00", "30"),
                          percent_rule("payment", Direction::add, "0.5", "10")};
    const std::vector<BidInput> bids{bid(1, "100000.00", {{"late", "3"}, {"payment", "2"}}), bid(2, "103000.00")};
    const Outcome outcome = evaluate(method, bids, {}).value();
    // 100000 + 3 × 1000 + 100000 × 2 × 0.5 % = 104000
    CHECK(of(outcome, 1).evaluated_price->exact.text() == "104000");
    CHECK(outcome.bids[0].bid == bid_id(2));
    CHECK_FALSE(outcome.bids[0].total.has_value());
    CHECK_FALSE(outcome.bids[0].price_score.has_value());
    CHECK_FALSE(outcome.reference_price.has_value());
    record("adjusted", summary(outcome));
}

TEST_CASE("lowest evaluated price: a fraction of a fen decides unless the method rounds the evaluated price") {
    Method method = lowest_evaluated();
    method.adjustments = {percent_rule("tax", Direction::add, "0.1", "1")};
    method.ranking = {RankKey::evaluated_price, RankKey::draw};
    const std::vector<BidInput> bids{bid(1, "10.00", {{"tax", "1"}}), bid(2, "10.01")};
    const Outcome exact = evaluate(method, bids, {}).value();
    CHECK(of(exact, 1).evaluated_price->exact.text() == "1001/100");
    CHECK(of(exact, 1).tied);
    const std::vector<BidInput> closer{bid(1, "10.02", {{"tax", "1"}}), bid(2, "10.03")};
    CHECK(of(evaluate(method, closer, {}).value(), 2).rank == 1);
    method.rounding.evaluated_price = Rounding{2, RoundingMode::half_up};
    const Outcome rounded = evaluate(method, closer, {}).value();
    CHECK(of(rounded, 1).evaluated_price->rounded->text() == "10.03");
    CHECK(of(rounded, 1).tied);
}

TEST_CASE("lowest evaluated price: the limits are themselves allowed") {
    Method method = lowest_evaluated();
    method.price = LowestEvaluated{yuan("80.00")};
    method.ceiling = yuan("100.00");
    const std::vector<BidInput> bids{bid(1, "79.99"), bid(2, "80.00"), bid(3, "100.00"), bid(4, "100.01"), bid(5, "0")};
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(of(outcome, 1).rejection->reason == RejectionReason::price_below_minimum);
    CHECK(of(outcome, 2).rank == 1);
    CHECK(of(outcome, 3).rank == 2);
    CHECK(of(outcome, 4).rejection->reason == RejectionReason::price_above_ceiling);
    CHECK(of(outcome, 5).rejection->reason == RejectionReason::price_not_positive);
    record("limits", summary(outcome));
}

TEST_CASE("lowest evaluated price: the limits look at the announced price, not at the evaluated one") {
    Method method = lowest_evaluated();
    method.price = LowestEvaluated{yuan("80.00")};
    method.ceiling = yuan("100.00");
    method.adjustments = {amount_rule("extra", Direction::add, "50.00", "1"),
                          amount_rule("less", Direction::deduct, "50.00", "1")};
    const std::vector<BidInput> bids{bid(1, "90.00", {{"extra", "1"}}), bid(2, "90.00", {{"less", "1"}})};
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(of(outcome, 1).evaluated_price->exact.text() == "140");
    CHECK(of(outcome, 2).evaluated_price->exact.text() == "40");
    CHECK(of(outcome, 2).rank == 1);
}

TEST_CASE("lowest evaluated price: gates decide by majority before prices are compared") {
    Method method = lowest_evaluated();
    method.sections = {section("review", SectionKind::preliminary, "0", {gate("form"), gate("response")})};
    const std::vector<BidInput> bids{bid(1, "50.00"), bid(2, "60.00")};
    std::vector<ScoreSheet> sheets;
    for (const char* expert : {"a", "b", "c"}) {
        const Verdict second = *expert == 'c' ? Verdict::pass : Verdict::fail;
        sheets.push_back({expert,
                          {verdict(1, "form", Verdict::pass), verdict(1, "response", second),
                           verdict(2, "form", *expert == 'a' ? Verdict::fail : Verdict::pass),
                           verdict(2, "response", Verdict::pass)}});
    }
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(of(outcome, 1).rejection->reason == RejectionReason::gate_failed);
    CHECK(of(outcome, 1).rejection->subject == "response");
    CHECK(of(outcome, 1).gates[1].fail == 2);
    CHECK(of(outcome, 2).rank == 1);
    CHECK(of(outcome, 2).gates[0].fail == 1);
}

TEST_CASE("lowest evaluated price: an even split at a gate keeps the bid") {
    Method method = lowest_evaluated();
    method.sections = {section("review", SectionKind::preliminary, "0", {gate("form")})};
    const std::vector<ScoreSheet> sheets{{"a", {verdict(1, "form", Verdict::pass)}},
                                         {"b", {verdict(1, "form", Verdict::fail)}}};
    const Outcome outcome = evaluate(method, std::vector{bid(1, "50.00")}, sheets).value();
    CHECK(of(outcome, 1).rank == 1);
}
