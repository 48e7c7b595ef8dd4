#pragma once
// What each price rule provides: one file per rule, dispatched in price_rule.cpp. A new rule is a new alternative of
// PriceRule and a new file with these functions.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

struct PriceScores {
    std::vector<Rational> scores; ///< one for each price; empty for rules without points
    std::optional<Rational> reference;
};

Status check_rule(const LowPrice& rule, const Method& method);
Status check_rule(const LowestEvaluated& rule, const Method& method);
Status check_price_rule(const Method& method);

/// The only key that may stand first in the ranking.
RankKey first_key(const LowPrice& rule);
RankKey first_key(const LowestEvaluated& rule);
RankKey first_key(const PriceRule& rule);

/// Whether the announced price alone rejects the bid.
std::optional<RejectionReason> price_fault(const LowPrice& rule, Money price);
std::optional<RejectionReason> price_fault(const LowestEvaluated& rule, Money price);
std::optional<RejectionReason> price_fault(const Method& method, Money price);

/// `prices` are the evaluated prices, all positive, of the bids that are still valid.
Result<PriceScores> price_scores(const LowPrice& rule, std::span<const Rational> prices);
Result<PriceScores> price_scores(const LowestEvaluated& rule, std::span<const Rational> prices);
Result<PriceScores> price_scores(const PriceRule& rule, std::span<const Rational> prices);

} // namespace kaibiao::score
