#pragma once
// From the experts' scores for one bid to one number a criterion.

#include "table.h"

namespace kaibiao::score {

/// Criterion i is numerators[i] / denominator. One denominator for all, so that sums of criteria are sums of integers.
struct Aggregates {
    std::vector<std::int64_t> numerators;
    std::int64_t denominator = micro;
};

/// All scores of the bid must be present, and there must be an expert.
void aggregate(const Layout& layout, const ScoreTable& table, const Aggregation& how, std::size_t bid, Aggregates& out);

} // namespace kaibiao::score
