#include "evaluated_price.h"
#include "price_rule.h"
#include "step.h"

namespace kaibiao::score {

namespace {

constexpr std::int64_t scale_unit = micro / 100;
/// points × scale × parts of a yuan, the largest total, stays below this: whole and with 6 decimals it fits in 64 bits.
constexpr std::int64_t largest_total = 1'000'000'000'000;

} // namespace

Status check_rule(const QualityPerPrice& rule, const Method& method) {
    const auto impossible = [](const char* why) {
        return Error(ErrorCode::method_range_impossible, "/price/scale", why);
    };
    const auto scale = to_micro(rule.scale), points = to_micro(method.points);
    if (!scale || *scale <= 0 || *scale % scale_unit != 0) return impossible("above 0, to 1000000, at most 2 decimals");
    if (!points || *points <= 0) return Error(ErrorCode::method_weights_wrong, "/points", "no quality to compare");
    Rational::Wide largest = Rational::Wide{*scale} * *points / micro;
    for (int i = 0; i < evaluated_price_places(method); ++i) largest *= 10;
    return largest < Rational::Wide{largest_total} * micro ? ok()
                                                           : Status(impossible("too large for the lowest price"));
}

RuleTraits traits_of(const QualityPerPrice&, const Method&) { return {}; }

Result<PriceScores> price_scores(const QualityPerPrice&, const PriceInputs&) { return PriceScores{}; }

Result<Rational> total_of(const QualityPerPrice& rule, const TotalInputs& in) {
    TRY_ASSIGN(const Rational scaled, in.quality.times(Rational::from_decimal(rule.scale)));
    return scaled.divided_by(in.evaluated_price);
}

} // namespace kaibiao::score
