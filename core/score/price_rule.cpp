#include "price_rule.h"

#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

bool lower(const Rational& left, const Rational& right) { return left.compare(right) < 0; }

struct TotalOf {
    const TotalInputs& in;
    template <typename Rule> Result<Rational> operator()(const Rule&) const { return in.price_score->plus(in.quality); }
    Result<Rational> operator()(const QualityCost& rule) const { return total_of(rule, in); }
    Result<Rational> operator()(const QualityPerPrice& rule) const { return total_of(rule, in); }
};

} // namespace

Status check_price_rule(const Method& method) {
    if (method.ceiling && method.ceiling->fen() <= 0)
        return Error(ErrorCode::method_range_impossible, "/ceiling", "must be positive");
    const bool benchmark = std::holds_alternative<Benchmark>(method.price);
    if (method.rounding.benchmark && !benchmark)
        return Error(ErrorCode::method_malformed, "/rounding/benchmark", "the price rule has no benchmark");
    if (method.rounding.deviation && !benchmark)
        return Error(ErrorCode::method_malformed, "/rounding/deviation", "the price rule has no benchmark");
    return std::visit([&](const auto& rule) { return check_rule(rule, method); }, method.price);
}

RuleTraits price_traits(const Method& method) {
    return std::visit([&](const auto& rule) { return traits_of(rule, method); }, method.price);
}

bool has_total(const Method& method) { return price_traits(method).first_key == RankKey::total; }

std::optional<RejectionReason> price_fault(const Method& method, Money price) {
    if (price.fen() <= 0) return RejectionReason::price_not_positive;
    if (method.ceiling && price > *method.ceiling) return RejectionReason::price_above_ceiling;
    const auto* lowest = std::get_if<LowestEvaluated>(&method.price);
    if (lowest != nullptr && lowest->minimum_price && price < *lowest->minimum_price)
        return RejectionReason::price_below_minimum;
    return std::nullopt;
}

Result<PriceScores> price_scores(const PriceInputs& in) {
    if (in.prices.empty()) return PriceScores{};
    return std::visit([&](const auto& rule) { return price_scores(rule, in); }, in.method.price);
}

Result<Rational> total_of(const Method& method, const TotalInputs& in) { return std::visit(TotalOf{in}, method.price); }

std::optional<Decimal> minimum_quality(const Method& method) {
    const auto* rule = std::get_if<QualityCost>(&method.price);
    if (rule != nullptr && rule->minimum_technical) return rule->minimum_technical;
    return method.technical_stage ? method.technical_stage->minimum : std::nullopt;
}

const Rational& lowest_of(std::span<const Rational> prices) {
    return *std::min_element(prices.begin(), prices.end(), lower);
}
const Rational& highest_of(std::span<const Rational> prices) {
    return *std::max_element(prices.begin(), prices.end(), lower);
}

Status check_price_points(const Decimal& points) {
    const auto units = to_micro(points);
    if (units && *units > 0) return ok();
    return Error(ErrorCode::method_range_impossible, "/price/points", "above 0, to 1000000, at most 6 decimals");
}

} // namespace kaibiao::score
