#pragma once
// The bids of an evaluation before any expert's word: which of them the experts judge.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

/// nullptr when the method has no such rule.
const AdjustmentRule* find_rule(const Method& method, const AdjustmentKey& key);

/// Why a bid is rejected for what became of its envelope.
std::optional<RejectionReason> standing_fault(BidStanding standing);

/// Why a bid is rejected without asking the experts.
std::optional<RejectionReason> early_fault(const Method& method, const BidInput& bid);

/// Ascending.
std::vector<BidId> under_evaluation(const Method& method, std::span<const BidInput> bids);

/// The same error with its place below another.
Status prefixed(const Status& status, const std::string& place);

} // namespace kaibiao::score
