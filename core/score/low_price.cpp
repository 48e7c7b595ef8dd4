#include "price_rule.h"
#include "step.h"

namespace kaibiao::score {

Status check_rule(const LowPrice& rule, const Method&) {
    const auto points = to_micro(rule.points);
    if (!points || *points <= 0)
        return Error(ErrorCode::method_range_impossible, "/price/points", "must be positive, with at most 6 decimals");
    return ok();
}

RankKey first_key(const LowPrice&) { return RankKey::total; }

std::optional<RejectionReason> price_fault(const LowPrice&, Money) { return std::nullopt; }

Result<PriceScores> price_scores(const LowPrice& rule, std::span<const Rational> prices) {
    PriceScores out;
    if (prices.empty()) return out;
    Rational lowest = prices[0];
    for (const Rational& price : prices)
        if (price.compare(lowest) < 0) lowest = price;
    const Rational points = Rational::from_decimal(rule.points);
    out.reference = lowest;
    out.scores.reserve(prices.size());
    for (const Rational& price : prices) {
        TRY_ASSIGN(const Rational ratio, lowest.divided_by(price));
        TRY_ASSIGN(Rational score, ratio.times(points));
        out.scores.push_back(score);
    }
    return out;
}

} // namespace kaibiao::score
