// QCBS: quality- and cost-based selection.
#include "price_rule.h"
#include "step.h"

namespace kaibiao::score {

namespace {

constexpr std::int64_t full_marks = 100;
/// Weights are whole thousandths, so that totals stay in exact range (docs/decisions/004-rounding.md).
constexpr std::int64_t weight_unit = micro / 1000;

std::int64_t section_points(const Method& method) {
    std::int64_t sum = 0;
    for (const Section& section : method.sections) sum += to_micro(section.points).value_or(0);
    return sum;
}

Result<std::int64_t> check_weight(const Decimal& weight, const char* place) {
    const auto units = to_micro(weight);
    if (units && *units > 0 && *units < micro && *units % weight_unit == 0) return *units;
    return Error(ErrorCode::method_range_impossible, place, "between 0 and 1 with at most 3 decimals");
}

} // namespace

Status check_rule(const QualityCost& rule, const Method& method) {
    TRY_ASSIGN(const std::int64_t technical, check_weight(rule.technical_weight, "/price/technical_weight"));
    TRY_ASSIGN(const std::int64_t financial, check_weight(rule.financial_weight, "/price/financial_weight"));
    if (technical + financial != micro)
        return Error(ErrorCode::method_weights_wrong, "/price/financial_weight", "the two weights must give 1");
    if (section_points(method) != full_marks * micro)
        return Error(ErrorCode::method_weights_wrong, "/sections", "the sections must have 100 points together");
    if (!rule.minimum_technical) return ok();
    const auto minimum = to_micro(*rule.minimum_technical);
    if (!minimum || *minimum < 0 || *minimum > full_marks * micro)
        return Error(ErrorCode::method_range_impossible, "/price/minimum_technical", "0 to 100");
    return ok();
}

RuleTraits traits_of(const QualityCost&, const Method&) { return {}; }

Result<PriceScores> price_scores(const QualityCost&, const PriceInputs& in) {
    return price_scores(LowPrice{Decimal::make(full_marks, 0).value()}, in);
}

Result<Rational> total_of(const QualityCost& rule, const TotalInputs& in) {
    TRY_ASSIGN(const Rational technical, in.quality.times(Rational::from_decimal(rule.technical_weight)));
    TRY_ASSIGN(const Rational financial, in.price_score->times(Rational::from_decimal(rule.financial_weight)));
    return technical.plus(financial);
}

} // namespace kaibiao::score
