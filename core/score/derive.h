#pragma once
// From objective numbers to scores: tables and formulas.

#include "formula.h"
#include "table.h"

#include <span>

namespace kaibiao::score {

/// What formulas know of all bids: lowest, highest, mean and count of one expert's numbers in a column, in millionths.
/// Errors: number_overflow.
Result<FormulaInputs> overview_of(std::span<const std::int64_t> numbers);

/// Replaces the numbers of table and formula columns by scores, each expert's by that expert's own numbers. `rows` are
/// the bids that passed the gates: lowest, highest, mean and count are theirs. Errors: number_overflow.
Status derive_scores(const std::vector<Formula>& formulas, const DrawnValues& drawn,
                     const std::vector<std::size_t>& rows, ScoreTable& table);

} // namespace kaibiao::score
