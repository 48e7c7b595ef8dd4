#include "record.h"
#include "score/score_builder.h"

#include <algorithm>
#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;
using kaibiao::test::record;

namespace {

std::vector<BidInput> three_bids() { return {bid(1, "1000000.00"), bid(2, "1200000.00"), bid(3, "950000.00")}; }

std::vector<ScoreSheet> three_experts() {
    return {sheet("a", {{1, "35", "25"}, {2, "38.5", "28"}, {3, "20", "20"}}),
            sheet("b", {{1, "36.5", "24"}, {2, "39", "28"}, {3, "22", "20"}}),
            sheet("c", {{1, "34", "25"}, {2, "38", "29"}, {3, "21.5", "21"}})};
}

} // namespace

TEST_CASE("evaluate: means of the experts are exact and rounded where the method says") {
    const Outcome outcome = evaluate(government_purchase(), three_bids(), three_experts()).value();
    const BidOutcome& first = of(outcome, 1);
    CHECK(first.criteria[0].exact.text() == "211/6");
    CHECK(first.criteria[0].rounded->text() == "35.17");
    CHECK(first.criteria[1].rounded->text() == "24.67");
    CHECK(first.sections[0].exact.text() == "0");
    CHECK(first.sections[1].exact.text() == "1496/25");
    CHECK(first.total->exact.round(2, RoundingMode::half_up)->text() == "88.34");
    CHECK(of(outcome, 2).rank == 1);
    CHECK(of(outcome, 3).rank == 3);
    record("three bids", summary(outcome));
}

TEST_CASE("evaluate: rounding criteria first or the total only can give different winners") {
    Method method = low_price("1");
    method.points = number("7");
    method.sections = {section("technical", SectionKind::technical, "6",
                               {free_score("x", "2", "1"), free_score("y", "2", "1"), free_score("z", "2", "1")})};
    // Bid 1: three criteria of 5/3, 5 in all, but 3 when each is rounded down; bid 2: 5 either way, and a lower price
    // score.
    method.rounding.price_score = Rounding{1, RoundingMode::down};
    const std::vector<BidInput> bids{bid(1, "100.00"), bid(2, "101.00")};
    const auto cells = [](const char* x, const char* y, const char* z, const char* v) {
        return std::vector<Cell>{score::test::score(1, "x", x),   score::test::score(1, "y", y),
                                 score::test::score(1, "z", z),   score::test::score(2, "x", v),
                                 score::test::score(2, "y", "2"), score::test::score(2, "z", "1")};
    };
    const std::vector<ScoreSheet> sheets{
        {"a", cells("2", "2", "2", "2")}, {"b", cells("1", "1", "1", "2")}, {"c", cells("2", "2", "2", "2")}};
    const Outcome exact = evaluate(method, bids, sheets).value();
    CHECK(of(exact, 1).total->exact.text() == "6");
    CHECK(of(exact, 1).rank == 1);
    method.rounding.criterion = Rounding{0, RoundingMode::down};
    const Outcome rounded = evaluate(method, bids, sheets).value();
    CHECK(of(rounded, 1).total->exact.text() == "4");
    CHECK(of(rounded, 2).rank == 1);
}

TEST_CASE("evaluate: trimmed means drop one highest and one lowest score from N experts on") {
    Method method = government_purchase();
    method.aggregation.kind = AggregationKind::trimmed_mean;
    method.aggregation.trim_from = 4;
    std::vector<ScoreSheet> sheets{sheet("a", {{1, "10", "10"}}), sheet("b", {{1, "20", "10"}}),
                                   sheet("c", {{1, "40", "30"}})};
    const std::vector<BidInput> bids{bid(1, "5.00")};
    CHECK(of(evaluate(method, bids, sheets).value(), 1).criteria[0].exact.text() == "70/3");
    sheets.push_back(sheet("d", {{1, "22", "10"}}));
    const Outcome four = evaluate(method, bids, sheets).value();
    CHECK(of(four, 1).criteria[0].exact.text() == "21");
    CHECK(of(four, 1).criteria[1].exact.text() == "10");
}

TEST_CASE("evaluate: the median of an even number is the mean of the two in the middle") {
    Method method = government_purchase();
    method.aggregation.kind = AggregationKind::median;
    std::vector<ScoreSheet> sheets{sheet("a", {{1, "10", "10"}}), sheet("b", {{1, "20.5", "11"}}),
                                   sheet("c", {{1, "40", "30"}})};
    const std::vector<BidInput> bids{bid(1, "5.00")};
    CHECK(of(evaluate(method, bids, sheets).value(), 1).criteria[0].exact.text() == "41/2");
    sheets.push_back(sheet("d", {{1, "21", "12"}}));
    CHECK(of(evaluate(method, bids, sheets).value(), 1).criteria[0].exact.text() == "83/4");
}

TEST_CASE("evaluate: ties fall through the declared keys and what is left needs a draw") {
    Method method = government_purchase();
    method.rounding = {};
    // All of 1, 2 and 3 have a total of 80; 3 is dearer, 1 and 2 are equal by every key.
    const std::vector<BidInput> bids{bid(1, "100.00"), bid(2, "100.00"), bid(3, "120.00"), bid(4, "150.00")};
    const std::vector<ScoreSheet> sheets{
        sheet("a", {{1, "30", "20"}, {2, "30", "20"}, {3, "30", "25"}, {4, "0", "0"}})};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(of(outcome, 3).total->exact.text() == "80");
    CHECK(of(outcome, 1).total->exact.text() == "80");
    CHECK(of(outcome, 1).rank == 1);
    CHECK(of(outcome, 2).rank == 1);
    CHECK(of(outcome, 3).rank == 3);
    CHECK_FALSE(of(outcome, 3).tied);
    CHECK(of(outcome, 4).rank == 4);
    REQUIRE(outcome.tied.size() == 1);
    CHECK(outcome.tied[0].bids == std::vector{bid_id(1), bid_id(2)});
    CHECK(outcome.candidates == std::vector{bid_id(1), bid_id(2), bid_id(3)});
}

TEST_CASE("evaluate: technical scores break a tie of total and price") {
    Method method = government_purchase();
    method.sections.push_back(section("commercial", SectionKind::commercial, "10", {free_score("service", "10", "1")}));
    method.points = number("110");
    std::vector<ScoreSheet> sheets{sheet("a", {{1, "30", "20"}, {2, "35", "20"}})};
    sheets[0].cells.push_back(score::test::score(1, "service", "10"));
    sheets[0].cells.push_back(score::test::score(2, "service", "5"));
    const std::vector<BidInput> bids{bid(1, "100.00"), bid(2, "100.00")};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(of(outcome, 1).total->exact == of(outcome, 2).total->exact);
    CHECK(outcome.bids[0].bid == bid_id(2));
    CHECK(outcome.tied.empty());
}

TEST_CASE("evaluate: a tied group across the limit makes more candidates than the method's number") {
    Method method = lowest_evaluated();
    method.candidates = 2;
    const std::vector<BidInput> bids{bid(1, "1.00"), bid(2, "2.00"), bid(3, "2.00"), bid(4, "3.00")};
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(outcome.candidates == std::vector{bid_id(1), bid_id(2), bid_id(3)});
    CHECK(of(outcome, 4).rank == 4);
}

TEST_CASE("evaluate: all bids rejected is an outcome without candidates") {
    Method method = lowest_evaluated();
    method.ceiling = yuan("1.00");
    std::vector<BidInput> bids{bid(2, "2.00"), bid(1, "0.50"), bid(3, "0")};
    bids[1].standing = BidStanding::excluded;
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(outcome.candidates.empty());
    CHECK(outcome.bids[0].bid == bid_id(1));
    CHECK(outcome.bids[0].rejection->reason == RejectionReason::excluded);
    CHECK(outcome.bids[2].rejection->reason == RejectionReason::price_not_positive);
    record("all rejected", summary(outcome));
}

TEST_CASE("evaluate: all bids rejected by the experts is an outcome without candidates") {
    std::vector<ScoreSheet> sheets{sheet("a", {{1, "30", "20"}})};
    sheets[0].cells[0].value = Verdict::fail;
    const Outcome outcome = evaluate(government_purchase(), std::vector{bid(1, "5.00")}, sheets).value();
    CHECK(of(outcome, 1).rejection->subject == "form");
    CHECK(outcome.candidates.empty());
    CHECK_FALSE(outcome.reference_price.has_value());
}

TEST_CASE("evaluate: no bids at all, and no sheets where scores are needed, are errors") {
    CHECK(evaluate(lowest_evaluated(), {}, {}).error().code == ErrorCode::no_valid_bid);
    CHECK(evaluate(government_purchase(), three_bids(), {}).error().code == ErrorCode::score_missing);
}

TEST_CASE("evaluate: who fails a bid scores it all the same, and a majority that keeps it counts the scores") {
    std::vector<ScoreSheet> sheets = three_experts();
    sheets[1].cells[0].value = Verdict::fail;
    const Outcome kept = evaluate(government_purchase(), three_bids(), sheets).value();
    CHECK(of(kept, 1).criteria[0].exact.text() == "211/6");
    CHECK(of(kept, 1).gates[0].fail == 1);
    sheets[0].cells[0].value = Verdict::fail;
    const Outcome rejected = evaluate(government_purchase(), three_bids(), sheets).value();
    CHECK(of(rejected, 1).rejection->subject == "form");
    CHECK(of(rejected, 1).criteria.empty());
}

TEST_CASE("evaluate: two sheets of one expert are refused") {
    std::vector<ScoreSheet> sheets = three_experts();
    sheets[2].expert = "a";
    const auto outcome = evaluate(government_purchase(), three_bids(), sheets);
    CHECK(outcome.error().code == ErrorCode::score_duplicate);
    CHECK(outcome.error().place == "/sheets/2");
}

namespace {

/// As fine and as large as check_method allows, nothing rounded.
Method at_the_limit() {
    Method method = low_price("999929.999999");
    method.rounding = {};
    method.adjustments = {percent_rule("fine", Direction::add, "0.001", "9.9"),
                          percent_rule("large", Direction::add, "100.9", "9.9")};
    for (AdjustmentRule& rule : method.adjustments) rule.quantity.step = number("0.1");
    method.sections = {
        section("technical", SectionKind::technical, "70.000001", {free_score("plan", "70.000001", "0.000001")})};
    method.points = number("1000000");
    method.ranking = {RankKey::total, RankKey::technical, RankKey::draw};
    return method;
}

/// 997 experts, whose mean has a denominator of 997 000 000.
std::vector<ScoreSheet> a_crowd() {
    std::vector<ScoreSheet> sheets;
    for (int i = 0; i < 997; ++i) {
        const std::string plan = "69.9" + std::to_string(10000 + i * i % 80000);
        sheets.push_back(
            {std::to_string(i), {score::test::score(1, "plan", plan), score::test::score(2, "plan", plan)}});
    }
    return sheets;
}

} // namespace

TEST_CASE("evaluate: at the limits of a checked method the largest prices are still exact") {
    const std::vector<BidInput> bids{bid(1, "89999999999999.89", {{"fine", "9.7"}, {"large", "9.7"}}),
                                     bid(2, "89999999999999.99", {{"fine", "9.9"}, {"large", "9.9"}})};
    const auto outcome = evaluate(at_the_limit(), bids, a_crowd());
    REQUIRE(outcome.ok());
    CHECK(of(*outcome, 1).rank == 1);
    CHECK(of(*outcome, 2).total->exact.text().size() > 60);
    record("largest", of(*outcome, 2).total->exact.text());
}

TEST_CASE("evaluate: a number beyond exact range is an error, never a wrap") {
    std::vector<BidInput> bids{bid(1, "1.00", {{"fine", "9.7"}, {"large", "9.7"}}),
                               bid(2, "1.00", {{"fine", "9.9"}, {"large", "9.9"}})};
    bids[0].price = Money::from_fen(INT64_MAX - 24);
    bids[1].price = Money::from_fen(INT64_MAX);
    const auto outcome = evaluate(at_the_limit(), bids, a_crowd());
    REQUIRE_FALSE(outcome.ok());
    CHECK(outcome.error().code == ErrorCode::number_overflow);
}

TEST_CASE("evaluate: the order of bids, sheets and cells does not matter") {
    std::vector<BidInput> bids = three_bids();
    bids.push_back(bid(9, "0"));
    std::vector<ScoreSheet> sheets = three_experts();
    const std::string expected = summary(evaluate(government_purchase(), bids, sheets).value());
    for (int round = 0; round < 24; ++round) {
        std::next_permutation(bids.begin(), bids.end(),
                              [](const BidInput& left, const BidInput& right) { return left.bid < right.bid; });
        std::rotate(sheets.begin(), sheets.begin() + 1, sheets.end());
        for (ScoreSheet& one : sheets) std::rotate(one.cells.begin(), one.cells.begin() + 4, one.cells.end());
        CHECK(summary(evaluate(government_purchase(), bids, sheets).value()) == expected);
    }
}

TEST_CASE("evaluate: bidders who exchange their ids exchange their outcomes, and nothing else") {
    const auto other = [](const BidId& id) { return id == bid_id(1) ? 3 : (id == bid_id(2) ? 1 : 2); };
    const Outcome before = evaluate(government_purchase(), three_bids(), three_experts()).value();
    std::vector<BidInput> bids = three_bids();
    std::vector<ScoreSheet> sheets = three_experts();
    for (BidInput& one : bids) one.bid = bid_id(other(one.bid));
    for (ScoreSheet& one : sheets)
        for (Cell& cell : one.cells) cell.bid = bid_id(other(cell.bid));
    const Outcome after = evaluate(government_purchase(), bids, sheets).value();
    for (const BidOutcome& bid : before.bids) {
        const BidOutcome& same = of(after, other(bid.bid));
        CHECK(same.total->exact == bid.total->exact);
        CHECK(same.price_score->exact == bid.price_score->exact);
        CHECK(same.rank == bid.rank);
    }
}

TEST_CASE("evaluate: counting in another currency unit changes no score and no rank") {
    std::vector<BidInput> bids = three_bids();
    const Outcome before = evaluate(government_purchase(), bids, three_experts()).value();
    for (BidInput& one : bids) one.price = Money::from_fen(one.price.fen() * 7);
    const Outcome after = evaluate(government_purchase(), bids, three_experts()).value();
    for (int n = 1; n <= 3; ++n) {
        CHECK(of(before, n).price_score->exact == of(after, n).price_score->exact);
        CHECK(of(before, n).total->exact == of(after, n).total->exact);
        CHECK(of(before, n).rank == of(after, n).rank);
    }
}

TEST_CASE("evaluate: one more losing bid changes nobody else's scores or rank") {
    std::vector<BidInput> bids = three_bids();
    std::vector<ScoreSheet> sheets = three_experts();
    const Outcome before = evaluate(government_purchase(), bids, sheets).value();
    bids.push_back(bid(4, "9000000.00"));
    for (ScoreSheet& one : sheets)
        for (Cell& cell : sheet("", {{4, "0", "0"}}).cells) one.cells.push_back(cell);
    const Outcome after = evaluate(government_purchase(), bids, sheets).value();
    CHECK(of(after, 4).rank == 4);
    for (int n = 1; n <= 3; ++n) {
        CHECK(of(before, n).total->exact == of(after, n).total->exact);
        CHECK(of(before, n).rank == of(after, n).rank);
    }
    CHECK(before.candidates == after.candidates);
}
