#pragma once
// The stages of evaluate(), for explain() and for measuring.

#include "table.h"

namespace kaibiao::score {

/// Checks method, bids and sheets. `layout` must be of `method`, which the caller has checked.
Result<ScoreTable> tabulate(const Method& method, const Layout& layout, std::span<const BidInput> bids,
                            std::span<const ScoreSheet> sheets);

/// Everything after the table is filled: gates, prices, scores, ranks.
Result<Outcome> evaluate_table(const Method& method, const Layout& layout, std::span<const BidInput> bids,
                               const ScoreTable& table);

} // namespace kaibiao::score
