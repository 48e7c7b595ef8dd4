#include "price_rule.h"

namespace kaibiao::score {

Status check_rule(const LowPrice& rule, const Method&) { return check_price_points(rule.points); }

RuleTraits traits_of(const LowPrice&, const Method&) { return {}; }

Result<PriceScores> price_scores(const LowPrice& rule, const PriceInputs& in) {
    PriceScores out;
    const Rational lowest = lowest_of(in.prices), points = Rational::from_decimal(rule.points);
    out.reference = lowest;
    out.scores.reserve(in.prices.size());
    for (const Rational& price : in.prices) {
        TRY_ASSIGN(const Rational ratio, lowest.divided_by(price));
        TRY_ASSIGN(Rational score, ratio.times(points));
        out.scores.push_back(score);
    }
    return out;
}

} // namespace kaibiao::score
