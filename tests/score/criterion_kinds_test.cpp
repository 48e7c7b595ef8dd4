#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;

namespace {

CountedItem item(std::string_view key, std::string_view points, int most) {
    CountedItem out;
    out.key = ItemKey::parse(key).value();
    out.points = number(points);
    out.most = most;
    return out;
}

Criterion criterion(std::string_view key, CriterionRule rule) {
    Criterion out = gate(key);
    out.rule = std::move(rule);
    return out;
}

StepRange steps(std::string_view minimum, std::string_view maximum, std::string_view step) {
    return {number(minimum), number(maximum), number(step)};
}

/// Price 30, one technical section of 70.
Method method_of(std::vector<Criterion> criteria) {
    Method method = low_price("30");
    std::int64_t points = 0;
    for (const Criterion& one : criteria) points += points_of(one.rule).units();
    method.sections = {section("technical", SectionKind::technical, std::to_string(points), std::move(criteria))};
    method.points = number(std::to_string(points + 30));
    return method;
}

Cell counts(int bid, std::string_view key, std::vector<ItemCount> items) {
    return {bid_id(bid), CriterionKey::parse(key).value(), std::move(items)};
}

ItemCount count(std::string_view key, int times) { return {ItemKey::parse(key).value(), times}; }

FormulaScore formula(std::string_view expression) {
    return {steps("1", "100", "1"), std::string(expression), number("0"), number("10"), {2, RoundingMode::half_up}};
}

std::string text_of(const Outcome& outcome, int n) { return of(outcome, n).criteria[0].exact.text(); }

void refused(const Method& method, ErrorCode code, std::string_view place) {
    const Status status = check_method(method);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == code);
    CHECK(status.error().place == place);
}

void expression_refused(std::string_view expression, ErrorCode code) {
    CAPTURE(expression);
    refused(method_of({criterion("time", formula(expression))}), code, "/sections/0/criteria/0/rule/expression");
}

} // namespace

TEST_CASE("additive: base and counted items, not above the maximum") {
    const Method method = method_of({criterion(
        "awards", AdditiveScore{{item("national", "3", 2), item("city", "0.5", 4)}, number("1"), number("6")})});
    const std::vector<BidInput> bids{bid(1, "10.00"), bid(2, "10.00"), bid(3, "10.00")};
    const std::vector<ScoreSheet> sheets{{"a",
                                          {counts(1, "awards", {count("national", 1), count("city", 3)}),
                                           counts(2, "awards", {count("national", 2)}), counts(3, "awards", {})}}};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(text_of(outcome, 1) == "11/2");
    CHECK(text_of(outcome, 2) == "6");
    CHECK(text_of(outcome, 3) == "1");
}

TEST_CASE("deduction: counted defects, not below the minimum") {
    const Method method =
        method_of({criterion("defects", DeductionScore{{item("gap", "1.5", 10)}, number("10"), number("2")})});
    const std::vector<BidInput> bids{bid(1, "10.00"), bid(2, "10.00")};
    const std::vector<ScoreSheet> sheets{
        {"a", {counts(1, "defects", {count("gap", 3)}), counts(2, "defects", {count("gap", 10)})}}};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(text_of(outcome, 1) == "11/2");
    CHECK(text_of(outcome, 2) == "2");
}

TEST_CASE("counts: unknown, repeated and too many items are refused by name") {
    const Method method =
        method_of({criterion("defects", DeductionScore{{item("gap", "1", 3)}, number("10"), number("0")})});
    const std::vector<BidInput> bids{bid(1, "10.00")};
    const auto code = [&](Cell cell) { return check_sheet(method, bids, {"a", {std::move(cell)}}).error().code; };
    CHECK(code(counts(1, "defects", {count("crack", 1)})) == ErrorCode::score_out_of_range);
    CHECK(code(counts(1, "defects", {count("gap", 4)})) == ErrorCode::score_out_of_range);
    CHECK(code(counts(1, "defects", {count("gap", -1)})) == ErrorCode::score_out_of_range);
    CHECK(code(counts(1, "defects", {count("gap", 1), count("gap", 1)})) == ErrorCode::score_duplicate);
    CHECK(code(score::test::score(1, "defects", "9")) == ErrorCode::score_out_of_range);
}

TEST_CASE("table: the row that begins at or before the number") {
    const Method method = method_of({criterion(
        "years", TableScore{steps("0", "20", "0.5"),
                            {{number("0"), number("0")}, {number("3"), number("4")}, {number("5"), number("10")}}})});
    const std::vector<BidInput> bids{bid(1, "10.00"), bid(2, "10.00"), bid(3, "10.00")};
    const std::vector<ScoreSheet> sheets{{"a",
                                          {score::test::score(1, "years", "2.5"), score::test::score(2, "years", "3"),
                                           score::test::score(3, "years", "20")}}};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(text_of(outcome, 1) == "0");
    CHECK(text_of(outcome, 2) == "4");
    CHECK(text_of(outcome, 3) == "10");
    Method wrong = method;
    std::get_if<TableScore>(&wrong.sections[0].criteria[0].rule)->rows[1].from = number("6");
    refused(wrong, ErrorCode::method_range_impossible, "/sections/0/criteria/0/rule/rows/2/from");
}

TEST_CASE("formula: the shortest time gets all points, measured among the bids that passed the gates") {
    Method method = method_of({criterion("time", formula("points * lowest / x"))});
    method.sections.push_back(section("review", SectionKind::preliminary, "0", {gate("form")}));
    const std::vector<BidInput> bids{bid(1, "10.00"), bid(2, "10.00"), bid(3, "10.00")};
    std::vector<Cell> cells;
    for (const auto& [n, days] : {std::pair{1, "30"}, std::pair{2, "45"}, std::pair{3, "10"}}) {
        cells.push_back(score::test::score(n, "time", days));
        cells.push_back(verdict(n, "form", n == 3 ? Verdict::fail : Verdict::pass));
    }
    const std::vector<ScoreSheet> sheets{{"a", cells}};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    CHECK(text_of(outcome, 1) == "10");
    CHECK(text_of(outcome, 2) == "667/100");
    const auto steps = Explainer::create(method, bids, sheets).value().of(bid_id(2)).value();
    const auto derived = std::find_if(steps.begin(), steps.end(),
                                      [](const ExplanationStep& step) { return step.kind == StepKind::derived_score; });
    REQUIRE(derived != steps.end());
    std::string operands; // x, lowest, highest, mean, count
    for (const Rational& one : derived->operands) operands += one.text() + " ";
    CHECK(operands == "45 30 45 75/2 2 ");
    CHECK(derived->result.exact.text() == "20/3");
    CHECK(derived->result.rounded->text() == "6.67");
}

TEST_CASE("formula: other formulas, numbers and drawn parameters, held within the limits") {
    Method method = method_of({criterion("second", formula("criterion[first] - max(0, number[first] - 20) / 2")),
                               criterion("first", formula("min(points, x * parameter[rate])"))});
    method.parameters = {parameter("rate", {"0.1", "0.25"})};
    const std::vector<BidInput> bids{bid(1, "10.00"), bid(2, "10.00")};
    const std::vector<ScoreSheet> sheets{
        {"a",
         {score::test::score(1, "first", "24"), score::test::score(1, "second", "1"),
          score::test::score(2, "first", "100"), score::test::score(2, "second", "1")}}};
    const Drawn drawn{{{ParameterKey::parse("rate").value(), 1}}, {}};
    const Outcome outcome = evaluate(method, bids, sheets, drawn).value();
    CHECK(of(outcome, 1).criteria[1].exact.text() == "6");
    CHECK(of(outcome, 1).criteria[0].exact.text() == "4");
    CHECK(of(outcome, 2).criteria[1].exact.text() == "10");
    CHECK(of(outcome, 2).criteria[0].exact.text() == "0");
}

TEST_CASE("formula: bad expressions are refused with the pointer and the reason") {
    using enum ErrorCode;
    for (const char* text :
         {"", "x +", "(x", "x x", "x ^ 2", "min", "min()", "1.2.3", "max(x,", "criterion[", "criterion"})
        expression_refused(text, formula_malformed);
    expression_refused("price / 2", formula_unknown_variable);
    expression_refused("criterion[nothing]", formula_unknown_variable);
    expression_refused("parameter[k]", parameter_unknown);
    expression_refused("1 / 0", division_by_zero);
    expression_refused("1 / (x - 1)", division_by_zero);
    expression_refused("1 / (highest - lowest)", division_by_zero);
    expression_refused("x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x", method_range_impossible);
    expression_refused(std::string(40, '(') + "x" + std::string(40, ')'), formula_malformed);
    expression_refused(std::string(501, '1'), formula_malformed);
}

TEST_CASE("formula: formulas in a circle are refused") {
    refused(method_of({criterion("a", formula("criterion[b]")), criterion("b", formula("criterion[a] + 1"))}),
            ErrorCode::formula_circular, "/sections/0/criteria/0/rule/expression");
    refused(method_of({criterion("a", formula("criterion[a]"))}), ErrorCode::formula_circular,
            "/sections/0/criteria/0/rule/expression");
}
