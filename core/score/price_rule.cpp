#include "price_rule.h"

namespace kaibiao::score {

Status check_price_rule(const Method& method) {
    if (method.ceiling && method.ceiling->fen() <= 0)
        return Error(ErrorCode::method_range_impossible, "/ceiling", "must be positive");
    return std::visit([&](const auto& rule) { return check_rule(rule, method); }, method.price);
}

RankKey first_key(const PriceRule& rule) {
    return std::visit([](const auto& of_kind) { return first_key(of_kind); }, rule);
}

std::optional<RejectionReason> price_fault(const Method& method, Money price) {
    if (price.fen() <= 0) return RejectionReason::price_not_positive;
    if (method.ceiling && price > *method.ceiling) return RejectionReason::price_above_ceiling;
    return std::visit([&](const auto& rule) { return price_fault(rule, price); }, method.price);
}

Result<PriceScores> price_scores(const PriceRule& rule, std::span<const Rational> prices) {
    return std::visit([&](const auto& of_kind) { return price_scores(of_kind, prices); }, rule);
}

} // namespace kaibiao::score
