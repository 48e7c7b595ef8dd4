// Scores that differ: objective ones between experts, and any that lies far from the others.
#include "checks.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

using Wide = Rational::Wide;

/// |x − median| > 3.5 · 1.4826 · MAD, with both sides whole numbers.
constexpr Wide spread_factor = 51'891;
constexpr Wide spread_unit = 10'000;
/// A MAD of half a step, as `spread` has it: where most agree exactly, a step or two is no outlier.
constexpr Wide least_spread = 2;

/// Twice the median.
Wide doubled_median(std::vector<Wide> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? 2 * values[middle] : values[middle - 1] + values[middle];
}

std::vector<Wide> column_of(const ScoreTable& table, std::size_t bid, std::size_t column) {
    std::vector<Wide> out;
    for (std::size_t expert = 0; expert < table.experts(); ++expert) out.push_back(table.scores(bid, expert)[column]);
    return out;
}

/// Units of what is entered, in millionths.
Wide unit_of(const ScoredColumn& column) { return column.entry == Entry::counts ? 1 : column.step; }

Status find_in_column(const ScoreTable& table, std::size_t bid, std::size_t column, const Names& names, Findings& out) {
    const ScoredColumn& scored = table.layout().scored()[column];
    const std::vector<Wide> values = column_of(table, bid, column);
    const Wide median = doubled_median(values);
    std::vector<Wide> distances;
    distances.reserve(values.size());
    for (const Wide value : values) distances.push_back(2 * value < median ? median - 2 * value : 2 * value - median);
    const Wide spread = doubled_median(distances);
    for (std::size_t expert = 0; expert < values.size(); ++expert) {
        if (2 * distances[expert] * spread_unit <= spread_factor * std::max(spread, least_spread)) continue;
        Finding one{FindingKind::outlier, names[expert], table.bids()[bid], scored.criterion->key.text(), {}, {}};
        TRY_ASSIGN(const Rational x, Rational::make(values[expert] * unit_of(scored), micro));
        TRY_ASSIGN(const Rational middle, Rational::make(median * unit_of(scored), 2 * micro));
        TRY_ASSIGN(const Rational mad, Rational::make(spread * unit_of(scored), 4 * micro));
        one.numbers = {x, middle, mad};
        out.push_back(std::move(one));
    }
    return ok();
}

void find_differing_scores(const ScoreTable& table, std::size_t bid, Findings& out) {
    const auto& columns = table.layout().scored();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].criterion->judgement != Judgement::objective) continue;
        const std::vector<Wide> values = column_of(table, bid, i);
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        if (*low == *high) continue;
        Finding one{FindingKind::objective_differs, {}, table.bids()[bid], columns[i].criterion->key.text(), {}, {}};
        one.numbers = {Rational::make(*low * unit_of(columns[i]), micro).value(),
                       Rational::make(*high * unit_of(columns[i]), micro).value()};
        out.push_back(std::move(one));
    }
}

void find_differing_verdicts(const ScoreTable& table, std::size_t bid, Findings& out) {
    const auto& gates = table.layout().gates();
    for (std::size_t gate = 0; gate < gates.size(); ++gate) {
        const GateTally tally = table.tally(bid, gate);
        if (gates[gate]->judgement == Judgement::objective && tally.pass > 0 && tally.fail > 0)
            out.push_back({FindingKind::objective_differs, {}, table.bids()[bid], gates[gate]->key.text(), {}, {}});
    }
}

} // namespace

void find_differing_items(const ScoreTable& table, Findings& out) {
    for (std::size_t bid = 0; bid < table.bids().size(); ++bid) {
        find_differing_verdicts(table, bid, out);
        find_differing_scores(table, bid, out);
    }
}

Status find_outliers(const ScoreTable& table, const Names& names, Findings& out) {
    for (std::size_t bid = 0; bid < table.bids().size(); ++bid)
        for (std::size_t column = 0; column < table.layout().scored().size(); ++column)
            TRY(find_in_column(table, bid, column, names, out));
    return ok();
}

} // namespace kaibiao::score
