#pragma once
// From objective numbers to scores: tables and formulas.

#include "formula.h"
#include "table.h"

namespace kaibiao::score {

/// Replaces the numbers of table and formula columns by scores, each expert's by that expert's own numbers. `rows` are
/// the bids that passed the gates: lowest, highest, mean and count are theirs. Errors: number_overflow.
Status derive_scores(const std::vector<Formula>& formulas, const DrawnValues& drawn,
                     const std::vector<std::size_t>& rows, ScoreTable& table);

} // namespace kaibiao::score
