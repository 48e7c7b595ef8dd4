#include "evaluated_price.h"
#include "price_rule.h"

namespace kaibiao::score {

Status check_rule(const FixedReference& rule, const Method&) {
    if (rule.reference.fen() <= 0)
        return Error(ErrorCode::method_range_impossible, "/price/reference", "must be positive");
    return check_price_points(rule.points);
}

RuleTraits traits_of(const FixedReference&, const Method&) { return {}; }

Result<PriceScores> price_scores(const FixedReference& rule, const PriceInputs& in) {
    PriceScores out;
    const Rational reference = in_yuan(rule.reference), points = Rational::from_decimal(rule.points);
    out.reference = reference;
    for (const Rational& price : in.prices) {
        if (price.compare(reference) >= 0) {
            out.scores.push_back(Rational());
            continue;
        }
        TRY_ASSIGN(const Rational below, reference.minus(price));
        TRY_ASSIGN(const Rational share, below.divided_by(reference));
        TRY_ASSIGN(Rational score, share.times(points));
        out.scores.push_back(score);
    }
    return out;
}

} // namespace kaibiao::score
