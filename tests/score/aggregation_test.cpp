#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;

namespace {

ScoreSheet in_group(ScoreSheet sheet, std::string_view group) {
    sheet.group = GroupKey::parse(group).value();
    return sheet;
}

/// government_purchase without roundings.
Method exact_purchase() {
    Method method = government_purchase();
    method.rounding = {};
    return method;
}

Method weighted() {
    Method method = exact_purchase();
    method.aggregation.kind = AggregationKind::weighted_mean;
    method.aggregation.weights = {{GroupKey::parse("expert").value(), 20}, {GroupKey::parse("buyer").value(), 10}};
    return method;
}

Method with_stage(std::optional<Decimal> minimum, std::optional<int> most) {
    Method method = exact_purchase();
    method.ceiling = yuan("500.00");
    method.technical_stage = TechnicalStage{minimum, most};
    return method;
}

const std::vector<BidInput>& one_bid() {
    static const std::vector<BidInput> bids{bid(1, "5.00")};
    return bids;
}

} // namespace

TEST_CASE("aggregation: a weighted mean uses the weight of the expert's group") {
    const std::vector<ScoreSheet> sheets{in_group(sheet("a", {{1, "30", "10"}}), "expert"),
                                         in_group(sheet("b", {{1, "40", "20"}}), "buyer")};
    const Outcome outcome = evaluate(weighted(), one_bid(), sheets).value();
    CHECK(of(outcome, 1).criteria[0].exact.text() == "100/3");
    const std::vector<ScoreSheet> unknown{in_group(sheet("a", {{1, "30", "10"}}), "guest")};
    CHECK(evaluate(weighted(), one_bid(), unknown).error().code == ErrorCode::expert_group_unknown);
    CHECK(evaluate(weighted(), one_bid(), unknown).error().place == "/sheets/0");
}

TEST_CASE("aggregation: a minimum of the technical stage lies between zero and what the sections give") {
    CHECK(check_method(with_stage(number("40"), 2)).ok());
    for (const char* minimum : {"-1", "1000"}) {
        const Status checked = check_method(with_stage(number(minimum), 2));
        REQUIRE(!checked.ok());
        CHECK(checked.error().code == ErrorCode::method_range_impossible);
        CHECK(checked.error().place == "/technical_stage/minimum");
        CHECK(checked.error().detail == "0 to what sections give");
    }
}

TEST_CASE("aggregation: trimming each criterion, each section or the totals gives different numbers") {
    const std::vector<ScoreSheet> sheets{sheet("a", {{1, "10", "30"}}), sheet("b", {{1, "20", "10"}}),
                                         sheet("c", {{1, "40", "5"}})};
    Method method = exact_purchase();
    method.sections.push_back(section("commercial", SectionKind::commercial, "10", {free_score("service", "10", "1")}));
    method.points = number("110");
    std::vector<ScoreSheet> full = sheets;
    const std::vector<std::string_view> service{"9", "1", "2"};
    for (std::size_t i = 0; i < 3; ++i) full[i].cells.push_back(score::test::score(1, "service", service[i]));
    method.aggregation = {AggregationKind::trimmed_mean, 3, AggregationLevel::criterion, {}};
    CHECK(of(evaluate(method, one_bid(), full).value(), 1).quality->text() == "32");
    method.aggregation.level = AggregationLevel::section;
    const Outcome by_section = evaluate(method, one_bid(), full).value();
    // Technical sums 40, 30, 45; commercial 9, 1, 2.
    CHECK(of(by_section, 1).sections[1].exact.text() == "40");
    CHECK(of(by_section, 1).quality->text() == "42");
    CHECK(of(by_section, 1).criteria.empty());
    method.aggregation.level = AggregationLevel::total;
    const Outcome by_total = evaluate(method, one_bid(), full).value();
    // Sums 49, 31, 47.
    CHECK(of(by_total, 1).quality->text() == "47");
    CHECK(of(by_total, 1).total->exact.text() == "77");
    CHECK(of(by_total, 1).sections.empty());
    method.rounding.section = Rounding{};
    CHECK(check_method(method).error().place == "/rounding/section");
}

TEST_CASE("gates: the chair decides an even split where the method says so") {
    Method method = exact_purchase();
    method.gate_tie = GateTie::chair;
    std::vector<ScoreSheet> sheets{sheet("a", {{1, "30", "10"}}), sheet("b", {{1, "40", "20"}})};
    sheets[1].cells[0].value = Verdict::fail;
    CHECK(evaluate(method, one_bid(), sheets).error().code == ErrorCode::chair_missing);
    sheets[0].role = SheetRole::chair;
    CHECK(of(evaluate(method, one_bid(), sheets).value(), 1).rank == 1);
    sheets[1].role = SheetRole::chair;
    CHECK(evaluate(method, one_bid(), sheets).error().code == ErrorCode::chair_missing);
    sheets[0].role = SheetRole::member;
    CHECK(of(evaluate(method, one_bid(), sheets).value(), 1).rejection->reason == RejectionReason::gate_failed);
}

TEST_CASE("ranking: a drawn order separates what is tied, and nothing else") {
    const std::vector<BidInput> bids{bid(1, "5.00"), bid(2, "5.00"), bid(3, "5.00"), bid(4, "4.00")};
    Drawn drawn;
    drawn.tie_order = {bid_id(3), bid_id(1), bid_id(4), bid_id(2)};
    const Outcome outcome = evaluate(low_price("30"), bids, {}, drawn).value();
    CHECK(of(outcome, 4).rank == 1);
    CHECK(of(outcome, 3).rank == 2);
    CHECK(of(outcome, 1).rank == 3);
    CHECK(of(outcome, 2).rank == 4);
    CHECK(outcome.tied.empty());
    drawn.tie_order = {bid_id(3)};
    CHECK(of(evaluate(low_price("30"), bids, {}, drawn).value(), 1).tied);
    drawn.tie_order = {bid_id(9)};
    CHECK(evaluate(low_price("30"), bids, {}, drawn).error().code == ErrorCode::score_unknown_bid);
    drawn.tie_order = {bid_id(1), bid_id(1)};
    CHECK(evaluate(low_price("30"), bids, {}, drawn).error().code == ErrorCode::bid_listed_twice);
}

TEST_CASE("two envelopes: the first is judged without looking at any price") {
    const Method method = with_stage(number("40"), 2);
    const std::vector<ScoreSheet> sheets{
        sheet("a", {{1, "30", "20"}, {2, "20", "10"}, {3, "40", "5"}, {4, "30", "15"}, {5, "35", "20"}})};
    std::vector<BidInput> sealed;
    for (int n = 1; n <= 5; ++n) sealed.push_back(bid(n, "0"));
    const TechnicalOutcome first = evaluate_technical(method, sealed, sheets).value();
    // Quality 50, 30, 45, 45, 55: bid 2 is below 40, bids 3 and 4 are not among the best two.
    CHECK(first.passing == std::vector{bid_id(1), bid_id(5)});
    CHECK(first.bids[0].bid == bid_id(5));
    std::vector<BidInput> opened = sealed;
    opened[0].price = yuan("100.00");
    opened[4].price = yuan("600.00");
    const Outcome outcome = evaluate(method, opened, sheets).value();
    CHECK(of(outcome, 1).rank == 1);
    CHECK(of(outcome, 2).rejection->reason == RejectionReason::technical_below_minimum);
    CHECK(of(outcome, 3).rejection->reason == RejectionReason::not_shortlisted);
    CHECK(of(outcome, 3).quality->text() == "45");
    CHECK(of(outcome, 5).rejection->reason == RejectionReason::price_above_ceiling);
    opened[1].price = yuan("0.01");
    CHECK(summary(evaluate(method, opened, sheets).value()) == summary(outcome));
    CHECK(evaluate_technical(exact_purchase(), sealed, sheets).error().code == ErrorCode::method_malformed);
}

TEST_CASE("two envelopes: bids equal to the last one of the short list all go on") {
    const std::vector<ScoreSheet> sheets{sheet("a", {{1, "30", "20"}, {2, "30", "20"}, {3, "20", "20"}})};
    const std::vector<BidInput> sealed{bid(1, "0"), bid(2, "0"), bid(3, "0")};
    CHECK(evaluate_technical(with_stage(std::nullopt, 1), sealed, sheets).value().passing.size() == 2);
}
