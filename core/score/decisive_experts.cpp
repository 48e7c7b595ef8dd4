// Whether the winner hangs on one expert, and how far the experts agree.
#include "checks.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

std::vector<BidId> first_of(const Outcome& outcome) {
    std::vector<BidId> out;
    for (const BidOutcome& bid : outcome.bids)
        if (bid.rank == 1) out.push_back(bid.bid);
    return out;
}

/// The chair's casting vote cannot be given without the chair.
bool can_do_without(const Method& method, const ScoreTable& table, std::size_t expert) {
    return table.experts() > 1 && !(method.gate_tie == GateTie::chair && table.seats()[expert].chair);
}

/// Twice the rank of each number, highest first; equal ones share the mean of their ranks.
std::vector<std::int64_t> doubled_ranks(const std::vector<std::int64_t>& totals, Rational::Wide& ties) {
    std::vector<std::size_t> order(totals.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return totals[a] > totals[b]; });
    std::vector<std::int64_t> ranks(totals.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && totals[order[end]] == totals[order[first]]) ++end;
        for (std::size_t i = first; i < end; ++i) ranks[order[i]] = static_cast<std::int64_t>(first + end + 1);
        const auto size = static_cast<Rational::Wide>(end - first);
        ties += size * size * size - size;
        first = end;
    }
    return ranks;
}

std::vector<std::int64_t> totals_of(const ScoreTable& table, const std::vector<std::size_t>& rows, std::size_t expert) {
    std::vector<std::int64_t> totals;
    for (const std::size_t row : rows) {
        std::int64_t sum = 0;
        const auto scores = table.scores(row, expert);
        for (std::size_t i = 0; i < scores.size(); ++i) sum += scores[i] * table.layout().scored()[i].scale();
        totals.push_back(sum);
    }
    return totals;
}

} // namespace

Status find_decisive_experts(const Method& method, std::span<const BidInput> bids, const ScoreTable& table,
                             const Drawn& drawn, const Names& names, Findings& out) {
    TRY_ASSIGN(const Outcome all, evaluate_table(method, bids, table, drawn));
    const std::vector<BidId> winners = first_of(all);
    for (std::size_t expert = 0; expert < table.experts(); ++expert) {
        if (!can_do_without(method, table, expert)) continue;
        TRY_ASSIGN(const Outcome other, evaluate_table(method, bids, table.without(expert), drawn));
        const std::vector<BidId> others = first_of(other);
        if (others == winners) continue;
        Finding one{FindingKind::winner_depends_on_expert, names[expert], {}, {}, {}, {}};
        if (!others.empty()) one.bid = others[0];
        out.push_back(std::move(one));
    }
    return ok();
}

/// W = 12 S / (m² (n³ − n) − m Σ T), S the squares of the rank sums' distances from their mean. Ranks are doubled, so S
/// is four times as large here.
Result<std::optional<Rational>> concordance_of(const ScoreTable& table, const std::vector<std::size_t>& rows) {
    using Wide = Rational::Wide;
    const auto experts = static_cast<Wide>(table.experts()), bids = static_cast<Wide>(rows.size());
    if (experts < 2 || bids < 2 || table.layout().scored().empty()) return std::optional<Rational>();
    Wide ties = 0;
    std::vector<Wide> sums(rows.size(), 0);
    for (std::size_t expert = 0; expert < table.experts(); ++expert) {
        const auto ranks = doubled_ranks(totals_of(table, rows, expert), ties);
        for (std::size_t i = 0; i < ranks.size(); ++i) sums[i] += ranks[i];
    }
    const Wide mean = experts * (bids + 1);
    Wide squares = 0;
    for (const Wide sum : sums) squares += (sum - mean) * (sum - mean);
    const Wide scale = experts * experts * (bids * bids * bids - bids) - experts * ties;
    if (scale == 0) return std::optional<Rational>();
    TRY_ASSIGN(const Rational w, Rational::make(3 * squares, scale));
    return std::optional<Rational>(w);
}

} // namespace kaibiao::score
