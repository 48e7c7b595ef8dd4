#pragma once
// From the experts' numbers for one bid to one number a column.

#include "table.h"

namespace kaibiao::score {

/// Errors: method_malformed.
Status check_aggregation(const Method& method);

/// One chair where his vote decides: warnings come before he has signed, results only after. Errors: chair_missing at
/// `/sheets`.
Status check_chair(const Method& method, std::span<const ScoreSheet> sheets);

/// Weights of the experts' groups, without common factor; 1 for everybody unless the aggregation is weighted.
/// Errors: expert_group_unknown, number_overflow (weights above 1000 together). Places: `/sheets/N`, `/sheets`.
Result<std::vector<Seat>> seats_of(const Method& method, std::span<const ScoreSheet> sheets);

/// One row of `columns` numbers for each expert, one after the other.
struct ExpertRows {
    std::span<const std::int64_t> numbers;
    std::size_t columns = 0;
    std::size_t experts() const { return numbers.size() / columns; }
    std::span<const std::int64_t> row(std::size_t expert) const { return numbers.subspan(expert * columns, columns); }
};

/// Column i becomes sums[i] / the returned count. `rows` has an expert and a column.
std::int64_t aggregate(const Aggregation& how, const std::vector<Seat>& seats, const ExpertRows& rows,
                       std::vector<std::int64_t>& sums);

} // namespace kaibiao::score
