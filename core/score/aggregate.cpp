#include "aggregate.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

void add_up(const ScoreTable& table, std::size_t bid, std::vector<std::int64_t>& sums) {
    for (std::size_t expert = 0; expert < table.experts(); ++expert) {
        const auto row = table.scores(bid, expert);
        for (std::size_t i = 0; i < row.size(); ++i) sums[i] += row[i];
    }
}

void take_extremes_off(const ScoreTable& table, std::size_t bid, std::vector<std::int64_t>& sums) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        std::int64_t low = table.scores(bid, 0)[i], high = low;
        for (std::size_t expert = 1; expert < table.experts(); ++expert) {
            low = std::min(low, table.scores(bid, expert)[i]);
            high = std::max(high, table.scores(bid, expert)[i]);
        }
        sums[i] -= low + high;
    }
}

/// Sums of the one or two scores in the middle.
void add_middle(const ScoreTable& table, std::size_t bid, std::vector<std::int64_t>& sums) {
    std::vector<std::int64_t> column(table.experts());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        for (std::size_t expert = 0; expert < column.size(); ++expert) column[expert] = table.scores(bid, expert)[i];
        std::sort(column.begin(), column.end());
        sums[i] = column[column.size() / 2];
        if (column.size() % 2 == 0) sums[i] += column[column.size() / 2 - 1];
    }
}

/// Steps summed into `sums`; returns of how many experts.
std::size_t sum_steps(const ScoreTable& table, const Aggregation& how, std::size_t bid,
                      std::vector<std::int64_t>& sums) {
    if (how.kind == AggregationKind::median) {
        add_middle(table, bid, sums);
        return table.experts() % 2 == 0 ? 2 : 1;
    }
    add_up(table, bid, sums);
    if (how.kind == AggregationKind::mean || table.experts() < static_cast<std::size_t>(how.trim_from))
        return table.experts();
    take_extremes_off(table, bid, sums);
    return table.experts() - 2;
}

} // namespace

void aggregate(const Layout& layout, const ScoreTable& table, const Aggregation& how, std::size_t bid,
               Aggregates& out) {
    const auto& columns = layout.scored();
    out.numerators.assign(columns.size(), 0);
    const std::size_t counted = columns.empty() ? 1 : sum_steps(table, how, bid, out.numerators);
    for (std::size_t i = 0; i < columns.size(); ++i) out.numerators[i] *= columns[i].step;
    out.denominator = static_cast<std::int64_t>(counted) * micro;
}

} // namespace kaibiao::score
