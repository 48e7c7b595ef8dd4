#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;

namespace {

void refused(const Method& method, ErrorCode code, std::string_view place) {
    const Status status = check_method(method);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == code);
    CHECK(status.error().place == place);
}

FreeScore& range_of(Method& method, std::size_t criterion) {
    return *std::get_if<FreeScore>(&method.sections[1].criteria[criterion].rule);
}

} // namespace

TEST_CASE("method: the builders' methods can be carried out") {
    CHECK(check_method(government_purchase()).ok());
    CHECK(check_method(lowest_evaluated()).ok());
    CHECK(check_method(low_price("0.000001")).ok());
}

TEST_CASE("method: points that do not add up are refused where they are declared") {
    Method method = government_purchase();
    method.points = number("99.99");
    refused(method, ErrorCode::method_weights_wrong, "/points");
    method = government_purchase();
    method.sections[1].points = number("71");
    refused(method, ErrorCode::method_weights_wrong, "/sections/1/points");
    method = lowest_evaluated();
    method.points = number("1");
    refused(method, ErrorCode::method_weights_wrong, "/points");
}

TEST_CASE("method: impossible ranges are refused") {
    const auto with = [](const char* minimum, const char* maximum, const char* step) {
        Method method = government_purchase();
        range_of(method, 0).range = {number(minimum), number(maximum), number(step)};
        return method;
    };
    const std::string at = "/sections/1/criteria/0/rule";
    refused(with("-1", "40", "1"), ErrorCode::method_range_impossible, at + "/minimum");
    refused(with("40", "40", "1"), ErrorCode::method_range_impossible, at + "/maximum");
    refused(with("0", "1000000.5", "0.5"), ErrorCode::method_range_impossible, at + "/maximum");
    refused(with("0", "40", "0"), ErrorCode::method_range_impossible, at + "/step");
    refused(with("0", "40", "-1"), ErrorCode::method_range_impossible, at + "/step");
    refused(with("0", "40", "0.3"), ErrorCode::method_range_impossible, at + "/step");
    refused(with("0.5", "40", "1"), ErrorCode::method_range_impossible, at + "/step");
    refused(with("0", "40", "0.0000001"), ErrorCode::method_range_impossible, at + "/step");
}

TEST_CASE("method: bands are disjoint, best first, and divided by the step") {
    const auto with = [](std::vector<Band> bands, const char* step) {
        Method method = government_purchase();
        method.sections[1].criteria[0].rule = BandedScore{std::move(bands), number(step)};
        return method;
    };
    const Band good{{}, number("30"), number("40")}, fair{{}, number("10"), number("20")};
    const std::string at = "/sections/1/criteria/0/rule";
    CHECK(check_method(with({good, fair}, "5")).ok());
    refused(with({}, "1"), ErrorCode::method_malformed, at + "/bands");
    refused(with({fair, good}, "5"), ErrorCode::method_range_impossible, at + "/bands/1");
    refused(with({good, {{}, number("10"), number("30")}}, "5"), ErrorCode::method_range_impossible, at + "/bands/1");
    refused(with({good, {{}, number("20"), number("10")}}, "5"), ErrorCode::method_range_impossible, at + "/bands/1");
    refused(with({good, fair}, "7"), ErrorCode::method_range_impossible, at + "/bands/0");
    refused(with({good}, "0"), ErrorCode::method_range_impossible, at + "/step");
    refused(with({{{}, number("0"), number("0")}}, "1"), ErrorCode::method_range_impossible, at);
}

TEST_CASE("method: keys are unique and well formed") {
    Method method = government_purchase();
    method.sections[1].criteria[1].key = method.sections[0].criteria[0].key;
    refused(method, ErrorCode::method_malformed, "/sections/1/criteria/1/key");
    method = government_purchase();
    method.sections[1].key = method.sections[0].key;
    refused(method, ErrorCode::method_malformed, "/sections/1/key");
    method = government_purchase();
    method.sections[1].key = SectionKey();
    refused(method, ErrorCode::method_malformed, "/sections/1/key");
    for (const char* text : {"", "A", "-a", "a b", "ä", "123456789012345678901234567890123"})
        CHECK_FALSE(CriterionKey::parse(text).ok());
    for (const char* text : {"a", "3.1-b_c", "12345678901234567890123456789012"}) CHECK(CriterionKey::parse(text).ok());
}

TEST_CASE("method: prices have sane limits") {
    Method method = lowest_evaluated();
    method.ceiling = Money::from_fen(0);
    refused(method, ErrorCode::method_range_impossible, "/ceiling");
    method = lowest_evaluated();
    method.price = LowestEvaluated{Money::from_fen(0)};
    refused(method, ErrorCode::method_range_impossible, "/price/minimum_price");
    method.price = LowestEvaluated{yuan("2.00")};
    method.ceiling = yuan("1.99");
    refused(method, ErrorCode::method_range_impossible, "/price/minimum_price");
    refused(low_price("0"), ErrorCode::method_range_impossible, "/price/points");
}

TEST_CASE("method: a method that ranks by price alone has gates only") {
    Method method = lowest_evaluated();
    method.sections = {section("technical", SectionKind::technical, "5", {gate("form"), free_score("plan", "5", "1")})};
    method.points = number("5");
    refused(method, ErrorCode::method_malformed, "/sections/0/criteria/1/rule");
}

TEST_CASE("method: adjustments are checked") {
    Method method = lowest_evaluated();
    method.adjustments = {amount_rule("late", Direction::add, "0", "30")};
    refused(method, ErrorCode::method_range_impossible, "/adjustments/0/effect/amount");
    method.adjustments = {percent_rule("late", Direction::add, "0", "30")};
    refused(method, ErrorCode::method_range_impossible, "/adjustments/0/effect/percent");
    method.adjustments = {percent_rule("late", Direction::add, "1", "30")};
    method.adjustments[0].quantity.step = number("7");
    refused(method, ErrorCode::method_range_impossible, "/adjustments/0/quantity/step");
    method.adjustments = {percent_rule("late", Direction::add, "1", "30"),
                          percent_rule("late", Direction::add, "1", "30")};
    refused(method, ErrorCode::method_malformed, "/adjustments/1/key");
}

TEST_CASE("method: adjustments that could take the largest price out of exact range are refused") {
    const auto with = [](const char* percent, const char* most, const char* step) {
        Method method = lowest_evaluated();
        method.adjustments = {percent_rule("late", Direction::add, percent, most)};
        method.adjustments[0].quantity.step = number(step);
        return method;
    };
    CHECK(check_method(with("10", "10", "1")).ok());
    CHECK(check_method(with("1.999", "9.9", "0.1")).ok());
    refused(with("1.9999", "9.9", "0.1"), ErrorCode::method_range_impossible, "/adjustments");
    refused(with("1000", "1000000", "1"), ErrorCode::method_range_impossible, "/adjustments");
    Method rounded = with("0.999999", "0.999999", "0.000001");
    refused(rounded, ErrorCode::method_range_impossible, "/adjustments");
    rounded.rounding.evaluated_price = Rounding{2, RoundingMode::half_up};
    CHECK(check_method(rounded).ok());
    rounded.rounding.evaluated_price = Rounding{3, RoundingMode::half_up};
    refused(rounded, ErrorCode::method_malformed, "/rounding/evaluated_price");
}

TEST_CASE("method: the ranking starts with the method's own key and a draw comes last") {
    const auto with = [](Method method, std::vector<RankKey> ranking) {
        method.ranking = std::move(ranking);
        return method;
    };
    using enum RankKey;
    refused(with(low_price("1"), {}), ErrorCode::method_malformed, "/ranking/0");
    refused(with(low_price("1"), {price}), ErrorCode::method_malformed, "/ranking/0");
    refused(with(lowest_evaluated(), {total}), ErrorCode::method_malformed, "/ranking/0");
    refused(with(lowest_evaluated(), {evaluated_price, total}), ErrorCode::method_malformed, "/ranking/1");
    refused(with(low_price("1"), {total, draw, price}), ErrorCode::method_malformed, "/ranking/1");
    refused(with(low_price("1"), {total, price, price}), ErrorCode::method_malformed, "/ranking/1");
    refused(with(low_price("1"), {total, technical}), ErrorCode::method_malformed, "/ranking/1");
    CHECK(check_method(with(low_price("1"), {total, evaluated_price, price})).ok());
}

TEST_CASE("method: rounding more coarsely after rounding is refused") {
    Method method = government_purchase();
    method.rounding.total = Rounding{1, RoundingMode::half_up};
    refused(method, ErrorCode::method_malformed, "/rounding/total");
    method.rounding.total = Rounding{2, RoundingMode::half_up};
    CHECK(check_method(method).ok());
    method.rounding.section = Rounding{0, RoundingMode::down};
    refused(method, ErrorCode::method_malformed, "/rounding/section");
    method = government_purchase();
    method.rounding.criterion = Rounding{7, RoundingMode::half_up};
    refused(method, ErrorCode::method_malformed, "/rounding/criterion");
}

TEST_CASE("method: trimming needs at least three experts, and candidates are one to three") {
    Method method = government_purchase();
    method.aggregation.kind = AggregationKind::trimmed_mean;
    method.aggregation.trim_from = 2;
    refused(method, ErrorCode::method_malformed, "/aggregation");
    method.aggregation.kind = AggregationKind::mean;
    method.aggregation.trim_from = 5;
    refused(method, ErrorCode::method_malformed, "/aggregation");
    CHECK(check_method(method).error().detail == "trim_from is 3 to 1000 with trimmed_mean, else null");
    method = government_purchase();
    method.candidates = 4;
    refused(method, ErrorCode::method_malformed, "/candidates");
}
