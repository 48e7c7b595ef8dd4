#pragma once
// Two envelopes (双信封), and minimum technical scores: which bids come to their price.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

/// Errors: method_malformed, method_range_impossible.
Status check_technical_stage(const Method& method);

/// Whether sheets cover all admitted bids because no price is known yet.
inline bool prices_come_later(const Method& method) { return method.technical_stage.has_value(); }

/// One bid at this stage.
struct Standing {
    std::size_t entry = 0; ///< the caller's index
    BidId bid;
    Rational quality;
    std::optional<RejectionReason> fault; ///< filled in
};
/// Finds who falls below the minimum or is not among the best.
void apply_technical_stage(const Method& method, std::vector<Standing>& standings);

} // namespace kaibiao::score
