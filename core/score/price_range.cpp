#include "price_rule.h"

namespace kaibiao::score {

Status check_rule(const PriceRange& rule, const Method&) { return check_price_points(rule.points); }

RuleTraits traits_of(const PriceRange&, const Method&) { return {}; }

Result<PriceScores> price_scores(const PriceRange& rule, const PriceInputs& in) {
    PriceScores out;
    const Rational lowest = lowest_of(in.prices), highest = highest_of(in.prices);
    const Rational points = Rational::from_decimal(rule.points);
    out.reference = highest;
    TRY_ASSIGN(const Rational span, highest.minus(lowest));
    for (const Rational& price : in.prices) {
        if (span.is_zero()) {
            out.scores.push_back(points);
            continue;
        }
        TRY_ASSIGN(const Rational below, highest.minus(price));
        TRY_ASSIGN(const Rational share, below.divided_by(span));
        TRY_ASSIGN(Rational score, share.times(points));
        out.scores.push_back(score);
    }
    return out;
}

} // namespace kaibiao::score
