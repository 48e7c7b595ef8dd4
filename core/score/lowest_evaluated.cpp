#include "price_rule.h"

namespace kaibiao::score {

namespace {

Status check_gates_only(const Method& method) {
    for (std::size_t s = 0; s < method.sections.size(); ++s) {
        const auto& criteria = method.sections[s].criteria;
        for (std::size_t c = 0; c < criteria.size(); ++c) {
            if (std::holds_alternative<Gate>(criteria[c].rule)) continue;
            return Error(ErrorCode::method_malformed, numbered("/sections/", s) + numbered("/criteria/", c) + "/rule",
                         "a method that ranks by price alone has gates only");
        }
    }
    return ok();
}

} // namespace

Status check_rule(const LowestEvaluated& rule, const Method& method) {
    const auto impossible = [](const char* why) {
        return Error(ErrorCode::method_range_impossible, "/price/minimum_price", why);
    };
    if (rule.minimum_price && rule.minimum_price->fen() <= 0) return impossible("must be positive");
    if (rule.minimum_price && method.ceiling && *rule.minimum_price > *method.ceiling)
        return impossible("lies above the ceiling");
    return check_gates_only(method);
}

RuleTraits traits_of(const LowestEvaluated&, const Method&) { return {RankKey::evaluated_price, 0}; }

Result<PriceScores> price_scores(const LowestEvaluated&, const PriceInputs&) { return PriceScores{}; }

} // namespace kaibiao::score
