#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;
using kaibiao::test::record;

namespace {

std::string price_score(const Outcome& outcome, int n) {
    const Mark& mark = *of(outcome, n).price_score;
    return mark.rounded ? mark.rounded->text() : mark.exact.text();
}

void refused(const Method& method, ErrorCode code, std::string_view place) {
    const Status status = check_method(method);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == code);
    CHECK(status.error().place == place);
}

std::vector<BidInput> worked_bids() {
    return {bid(1, "1000000.00"), bid(2, "1020000.00"), bid(3, "980000.00"), bid(4, "1300000.00"), bid(5, "900000.00")};
}

Method with_price(PriceRule rule, const char* points) {
    Method method = low_price(points);
    method.price = std::move(rule);
    return method;
}

} // namespace

TEST_CASE("benchmark: the worked numbers, rounded once at the score") {
    const Outcome outcome = evaluate(benchmark_method(), worked_bids(), {}).value();
    CHECK(outcome.reference_price->text() == "980000");
    CHECK(of(outcome, 1).deviation->exact.text() == "100/49");
    CHECK(of(outcome, 5).deviation->exact.text() == "-400/49");
    const std::vector<std::string> expected{"37.96", "35.92", "40.00", "7.35", "35.92"};
    for (int n = 1; n <= 5; ++n) CHECK(price_score(outcome, n) == expected[static_cast<std::size_t>(n - 1)]);
    record("benchmark", summary(outcome));
}

TEST_CASE("benchmark: rounding the deviation before multiplying swaps ranks, so the method must name the place") {
    Method method = benchmark_method();
    auto& rule = *std::get_if<Benchmark>(&method.price);
    rule.trim = {};
    rule.reduction = number("0");
    rule.above = number("100");
    rule.below = number("101");
    method.rounding.price_score.reset();
    // Mean of 29997, 30004, 29999 = 30000: δ = −0.01, 0.0133…, −0.0033… %.
    const std::vector<BidInput> bids{bid(1, "29997.00"), bid(2, "30004.00"), bid(3, "29999.00")};
    const Outcome exact = evaluate(method, bids, {}).value();
    CHECK(of(exact, 1).deviation->exact.text() == "-1/100");
    CHECK(of(exact, 2).deviation->exact.text() == "1/75");
    CHECK(of(exact, 1).rank == 2);
    CHECK(of(exact, 2).rank == 3);
    method.rounding.deviation = Rounding{2, RoundingMode::half_up};
    const Outcome rounded = evaluate(method, bids, {}).value();
    CHECK(of(rounded, 2).deviation->rounded->text() == "0.01");
    CHECK(of(rounded, 2).rank == 2);
    CHECK(of(rounded, 1).rank == 3);
}

TEST_CASE("benchmark: prices far from the mean do not count, unless that would leave none") {
    Method method = benchmark_method();
    auto& rule = *std::get_if<Benchmark>(&method.price);
    rule.reduction = number("0");
    rule.trim = {number("20"), {}, 0, 0};
    // Mean of all 1,040,000: 1,300,000 lies outside, the others within 20 %.
    const Outcome outcome = evaluate(method, worked_bids(), {}).value();
    CHECK(outcome.reference_price->text() == "975000");
    rule.trim = {number("1"), {}, 0, 0};
    const Outcome none = evaluate(method, std::vector{bid(1, "10.00"), bid(2, "30.00")}, {}).value();
    CHECK(none.reference_price->text() == "20");
}

TEST_CASE("benchmark: fewer than N prices are not trimmed") {
    Method method = benchmark_method();
    std::get_if<Benchmark>(&method.price)->reduction = number("0");
    const Outcome outcome = evaluate(method, std::vector{bid(1, "10.00"), bid(2, "40.00")}, {}).value();
    CHECK(outcome.reference_price->text() == "25");
}

TEST_CASE("benchmark: second means and a share of the ceiling") {
    Method method = benchmark_method();
    auto& rule = *std::get_if<Benchmark>(&method.price);
    rule.trim = {};
    rule.reduction = number("0");
    const std::vector<BidInput> bids{bid(1, "80.00"), bid(2, "100.00"), bid(3, "120.00")};
    rule.second = SecondMean::of_lower;
    CHECK(evaluate(method, bids, {}).value().reference_price->text() == "90");
    rule.second = SecondMean::with_lowest;
    CHECK(evaluate(method, bids, {}).value().reference_price->text() == "90");
    rule.second = SecondMean::none;
    rule.ceiling_weight = number("0.4");
    method.ceiling = yuan("150.00");
    method.rounding.benchmark = Rounding{2, RoundingMode::half_up};
    CHECK(evaluate(method, bids, {}).value().reference_price->text() == "120");
}

TEST_CASE(
    "benchmark: a benchmark that rounds to nothing counts as one unit, so that nobody can make it divide by zero") {
    Method method = benchmark_method();
    std::get_if<Benchmark>(&method.price)->reduction = number("99");
    method.rounding.benchmark = Rounding{0, RoundingMode::down};
    const Outcome outcome = evaluate(method, std::vector{bid(1, "0.01"), bid(2, "0.02")}, {}).value();
    CHECK(outcome.reference_price->text() == "1");
}

TEST_CASE("benchmark: a price beyond all measure gets no points and no overflow") {
    Method method = benchmark_method();
    method.rounding.deviation = Rounding{6, RoundingMode::half_up};
    method.rounding.benchmark = Rounding{2, RoundingMode::half_up};
    std::get_if<Benchmark>(&method.price)->trim = {number("1"), number("3"), 2, 0};
    std::vector<BidInput> bids{bid(1, "0.01"), bid(2, "89999999999999.99"), bid(3, "0.01")};
    const Outcome outcome = evaluate(method, bids, {}).value();
    CHECK(price_score(outcome, 2) == "0.00");
}

TEST_CASE("benchmark: lone and equal bids have no deviation where nothing is taken off") {
    Method method = benchmark_method();
    std::get_if<Benchmark>(&method.price)->reduction = number("0");
    CHECK(price_score(evaluate(method, std::vector{bid(1, "7.00")}, {}).value(), 1) == "40.00");
    const Outcome equal = evaluate(method, std::vector{bid(1, "7.00"), bid(2, "7.00")}, {}).value();
    CHECK(of(equal, 1).tied);
    CHECK(price_score(equal, 2) == "40.00");
}

TEST_CASE("benchmark: K may be drawn from a published list") {
    Method method = benchmark_method();
    method.parameters = {parameter("k", {"2", "3", "4.5"})};
    std::get_if<Benchmark>(&method.price)->reduction = ParameterKey::parse("k").value();
    const auto drawn = [](std::int64_t index) { return Drawn{{{ParameterKey::parse("k").value(), index}}, {}}; };
    const Outcome outcome = evaluate(method, worked_bids(), {}, drawn(2)).value();
    CHECK(outcome.reference_price->text() == "955000");
    CHECK(outcome.parameters[0].value.text() == "4.5");
    CHECK(evaluate(method, worked_bids(), {}, drawn(3)).error().code == ErrorCode::draw_out_of_range);
    CHECK(evaluate(method, worked_bids(), {}).error().code == ErrorCode::draw_missing);
    CHECK(evaluate(benchmark_method(), worked_bids(), {}, drawn(0)).error().code == ErrorCode::parameter_unknown);
    Drawn twice = drawn(0);
    twice.parameters.push_back(twice.parameters[0]);
    CHECK(evaluate(method, worked_bids(), {}, twice).error().code == ErrorCode::score_duplicate);
}

TEST_CASE("benchmark: how far outside and from how many prices are dropped may be drawn") {
    Method method = benchmark_method();
    method.parameters = {parameter("far", {"5", "20"}), parameter("many", {"3", "5"})};
    auto& rule = *std::get_if<Benchmark>(&method.price);
    rule.reduction = number("0");
    rule.trim = {ParameterKey::parse("far").value(), ParameterKey::parse("many").value(), 1, 1};
    const auto benchmark = [&](std::int64_t far, std::int64_t many) {
        const Drawn drawn{{{ParameterKey::parse("far").value(), far}, {ParameterKey::parse("many").value(), many}}, {}};
        return evaluate(method, worked_bids(), {}, drawn).value().reference_price->text();
    };
    // Mean of all 1,040,000. Within 5 %: 1,000,000 and 1,020,000; within 20 %: 980,000 and 900,000 as well.
    CHECK(benchmark(0, 0) == "1010000");
    CHECK(benchmark(1, 0) == "990000");
    CHECK(benchmark(1, 1) == "975000");
    using enum ErrorCode;
    const auto listed = [&](std::size_t which, std::vector<const char*> values) {
        Method changed = method;
        changed.parameters[which].values.clear();
        for (const char* value : values) changed.parameters[which].values.push_back(number(value));
        return changed;
    };
    refused(listed(0, {"5", "0"}), method_range_impossible, "/price/trim/outside");
    refused(listed(0, {"1000.000001"}), method_range_impossible, "/price/trim/outside");
    refused(listed(1, {"3", "2"}), method_range_impossible, "/price/trim/from");
    refused(listed(1, {"3.5"}), method_range_impossible, "/price/trim/from");
    refused(listed(1, {"10001"}), method_range_impossible, "/price/trim/from");
    rule.trim.highest = rule.trim.lowest = 0;
    refused(method, method_malformed, "/price/trim/highest");
    rule.trim.from = ParameterKey::parse("none").value();
    rule.trim.highest = 1;
    refused(method, parameter_unknown, "/price/trim/from");
}

TEST_CASE("benchmark: what cannot be carried out is refused where it stands") {
    const auto with = [](auto change) {
        Method method = benchmark_method();
        change(method, *std::get_if<Benchmark>(&method.price));
        return method;
    };
    using enum ErrorCode;
    refused(with([](Method&, Benchmark& b) { b.reduction = number("100"); }), method_range_impossible,
            "/price/reduction");
    refused(with([](Method&, Benchmark& b) { b.reduction = ParameterKey::parse("k").value(); }), parameter_unknown,
            "/price/reduction");
    refused(with([](Method&, Benchmark& b) { b.ceiling_weight = number("0.5"); }), method_malformed,
            "/price/ceiling_weight");
    refused(with([](Method&, Benchmark& b) { b.trim.from = number("2"); }), method_range_impossible,
            "/price/trim/from");
    refused(with([](Method&, Benchmark& b) { b.trim.from = number("0"); }), method_malformed, "/price/trim/from");
    refused(with([](Method&, Benchmark& b) { b.above = b.below = number("0"); }), method_range_impossible,
            "/price/above");
    refused(with([](Method&, Benchmark& b) { b.reduction = number("2.123"); }), method_range_impossible, "/price");
    Method low = low_price("30");
    low.rounding.deviation = Rounding{};
    refused(low, method_malformed, "/rounding/deviation");
}

TEST_CASE("QCBS: weighted quality and cost, and a minimum technical score before any price counts") {
    const Method method = quality_cost_method();
    const std::vector<BidInput> bids{bid(1, "120.00"), bid(2, "100.00"), bid(3, "60.00")};
    const std::vector<ScoreSheet> sheets{{"a",
                                          {score::test::score(1, "plan", "90"), score::test::score(2, "plan", "80"),
                                           score::test::score(3, "plan", "69.5")}}};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    // Fm = 100: the bid at 60 fell below 70.
    CHECK(of(outcome, 3).rejection->reason == RejectionReason::technical_below_minimum);
    CHECK(of(outcome, 3).quality->text() == "139/2");
    CHECK(of(outcome, 1).price_score->exact.text() == "250/3");
    CHECK(of(outcome, 1).total->exact.text() == "266/3");
    CHECK(of(outcome, 2).total->exact.text() == "84");
    CHECK(of(outcome, 1).rank == 1);
    record("qcbs", summary(outcome));
    Method wrong = method;
    std::get_if<QualityCost>(&wrong.price)->financial_weight = number("0.3");
    refused(wrong, ErrorCode::method_weights_wrong, "/price/financial_weight");
    wrong = method;
    wrong.sections[0].points = wrong.points = number("90");
    std::get_if<FreeScore>(&wrong.sections[0].criteria[0].rule)->range.maximum = number("90");
    refused(wrong, ErrorCode::method_weights_wrong, "/sections");
}

TEST_CASE("EU: linear between lowest and highest, and all points when all prices are equal") {
    const Method method = with_price(PriceRange{number("60")}, "60");
    const Outcome outcome =
        evaluate(method, std::vector{bid(1, "100.00"), bid(2, "130.00"), bid(3, "160.00")}, {}).value();
    CHECK(price_score(outcome, 1) == "60.00");
    CHECK(price_score(outcome, 2) == "30.00");
    CHECK(price_score(outcome, 3) == "0.00");
    CHECK(price_score(evaluate(method, std::vector{bid(1, "5.00"), bid(2, "5.00")}, {}).value(), 2) == "60.00");
    CHECK(price_score(evaluate(method, std::vector{bid(1, "5.00")}, {}).value(), 1) == "60.00");
}

TEST_CASE("EU: a fixed reference price gives nothing at or above it") {
    const Method method = with_price(FixedReference{number("50"), yuan("200.00")}, "50");
    const Outcome outcome =
        evaluate(method, std::vector{bid(1, "150.00"), bid(2, "200.00"), bid(3, "900.00")}, {}).value();
    CHECK(price_score(outcome, 1) == "12.50");
    CHECK(price_score(outcome, 2) == "0.00");
    CHECK(price_score(outcome, 3) == "0.00");
    refused(with_price(FixedReference{number("50"), yuan("0")}, "50"), ErrorCode::method_range_impossible,
            "/price/reference");
}

TEST_CASE("EU: the best ratio of quality and price") {
    Method method = quality_cost_method();
    method.price = QualityPerPrice{number("100")};
    const std::vector<BidInput> bids{bid(1, "200.00"), bid(2, "100.00")};
    const std::vector<ScoreSheet> sheets{
        {"a", {score::test::score(1, "plan", "90"), score::test::score(2, "plan", "50")}}};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(of(outcome, 1).total->exact.text() == "45");
    CHECK(of(outcome, 2).total->exact.text() == "50");
    CHECK(of(outcome, 2).rank == 1);
    CHECK_FALSE(of(outcome, 2).price_score.has_value());
    method.price = QualityPerPrice{number("1000000")};
    method.ceiling = yuan("1.00");
    method.adjustments = {percent_rule("fine", Direction::add, "0.00001", "1")};
    refused(method, ErrorCode::method_range_impossible, "/price/scale");
}

TEST_CASE("points methods: another currency unit changes no score, a dearer loser changes no other where independent") {
    for (const PriceRule& rule :
         {PriceRule(LowPrice{number("40")}), PriceRule(FixedReference{number("40"), yuan("2000000.00")})}) {
        const Method method = with_price(rule, "40");
        std::vector<BidInput> bids = worked_bids();
        const Outcome before = evaluate(method, bids, {}).value();
        bids.push_back(bid(6, "90000000.00"));
        const Outcome after = evaluate(method, bids, {}).value();
        for (int n = 1; n <= 5; ++n) CHECK(of(before, n).total->exact == of(after, n).total->exact);
    }
    for (const PriceRule& rule : {PriceRule(PriceRange{number("40")}), benchmark_method().price}) {
        const Method method = with_price(rule, "40");
        std::vector<BidInput> bids = worked_bids();
        const Outcome before = evaluate(method, bids, {}).value();
        for (BidInput& one : bids) one.price = Money::from_fen(one.price.fen() * 7);
        const Outcome after = evaluate(method, bids, {}).value();
        for (int n = 1; n <= 5; ++n) CHECK(of(before, n).total->exact == of(after, n).total->exact);
    }
}

TEST_CASE("10,000 bids are evaluated, one more is refused") {
    std::vector<BidInput> bids;
    for (int n = 0; n < 10'000; ++n) {
        bids.push_back(bid(n, "1000.00"));
        bids.back().price = Money::from_fen(100'000 + n % 5000);
    }
    const Outcome outcome = evaluate(benchmark_method(), bids, {}).value();
    CHECK(outcome.bids.size() == 10'000);
    CHECK(outcome.tied.size() == 5000);
    bids.push_back(bid(10'000, "1000.00"));
    CHECK(evaluate(benchmark_method(), bids, {}).error().code == ErrorCode::number_overflow);
}
