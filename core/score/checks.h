#pragma once
// The single checks, one source each.

#include "evaluation.h"
#include "kaibiao/score/checks.h"

namespace kaibiao::score {

using Findings = std::vector<Finding>;

/// Missing and wrong cells of one sheet.
void find_item_faults(const Layout& layout, const std::vector<BidId>& judged, const ScoreSheet& sheet, Findings& out);

/// Of the table as entered; `names` are the experts in its order.
using Names = std::vector<std::string>;
void find_differing_items(const ScoreTable& table, Findings& out);
Status find_outliers(const ScoreTable& table, const Names& names, Findings& out);

/// Of the announced prices under evaluation.
Status find_low_prices(const Method& method, std::span<const BidInput> bids, Findings& out);

Status find_decisive_experts(const Method& method, std::span<const BidInput> bids, const ScoreTable& table,
                             const Drawn& drawn, const Names& names, Findings& out);

/// `table` has derived scores; `rows` are the bids that passed the gates.
Result<std::optional<Rational>> concordance_of(const ScoreTable& table, const std::vector<std::size_t>& rows);

} // namespace kaibiao::score
