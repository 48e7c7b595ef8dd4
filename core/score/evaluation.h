#pragma once
// The stages of evaluate(), for explain(), checks and measuring.

#include "bid_scores.h"
#include "price_rule.h"

namespace kaibiao::score {

/// Errors: those of check_method, check_bids and check_drawn, and no bid at all.
Status check_inputs(const Method& method, std::span<const BidInput> bids);

/// Checks the sheets and enters them. `layout` must be of `method`, which the caller has checked.
Result<ScoreTable> tabulate(const Method& method, const Layout& layout, std::span<const BidInput> bids,
                            std::span<const ScoreSheet> sheets);

/// A bid on its way through the stages.
struct Contest {
    const BidInput* input = nullptr;
    BidOutcome outcome;
    Rational technical;
    std::size_t row = 0; ///< in the table; meaningful while it is judged
    bool valid() const { return !outcome.rejection; }
    void reject(RejectionReason reason, std::string subject = {}) {
        outcome.rejection = Rejection{reason, std::move(subject)};
    }
};

/// Gates, derived scores, quality, minimum: all that needs no price but where early faults of the price keep a bid out.
/// Ascending by id. `table` then holds derived scores.
Result<std::vector<Contest>> judge_quality(const Method& method, std::span<const BidInput> bids,
                                           const DrawnValues& drawn, ScoreTable& table);

/// Everything after the table is filled. `table` is taken by value: deriving scores changes it.
Result<Outcome> evaluate_table(const Method& method, std::span<const BidInput> bids, ScoreTable table,
                               const Drawn& drawn);

/// Takes off what the experts gave bids that were rejected otherwise than at the technical stage.
void clear_rejected(BidOutcome& bid);

} // namespace kaibiao::score
