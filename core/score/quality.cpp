// The stages before prices: gates, derived scores, quality, minimum, short list.
#include "bids.h"
#include "derive.h"
#include "evaluation.h"
#include "technical_stage.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

/// Ascending by id; the bids under evaluation are the rows of the table, in the same order.
std::vector<Contest> contests_of(const Method& method, std::span<const BidInput> bids) {
    std::vector<Contest> contests;
    contests.reserve(bids.size());
    for (const BidInput& bid : bids) {
        Contest one;
        one.input = &bid;
        one.outcome.bid = bid.bid;
        if (const auto fault = early_fault(method, bid)) one.reject(*fault);
        contests.push_back(std::move(one));
    }
    std::sort(contests.begin(), contests.end(),
              [](const Contest& left, const Contest& right) { return left.outcome.bid < right.outcome.bid; });
    std::size_t row = 0;
    for (Contest& one : contests)
        if (one.valid()) one.row = row++;
    return contests;
}

bool fails(const Method& method, const ScoreTable& table, const GateTally& tally, std::size_t row, std::size_t gate) {
    if (tally.fail != tally.pass || method.gate_tie == GateTie::keep) return tally.failed();
    return table.chair_vote(row, gate) == Verdict::fail;
}

void vote(const Method& method, const ScoreTable& table, Contest& one) {
    const auto& gates = table.layout().gates();
    for (std::size_t gate = 0; gate < gates.size(); ++gate) {
        const GateTally tally = table.tally(one.row, gate);
        one.outcome.gates.push_back(tally);
        if (one.valid() && fails(method, table, tally, one.row, gate))
            one.reject(RejectionReason::gate_failed, gates[gate]->key.text());
    }
}

Status derive(const Method& method, const DrawnValues& drawn, const std::vector<Contest>& contests, ScoreTable& table) {
    if (!table.layout().derives_scores()) return ok();
    std::vector<std::size_t> rows;
    for (const Contest& one : contests)
        if (one.valid()) rows.push_back(one.row);
    TRY_ASSIGN(const std::vector<Formula> formulas, compile_formulas(method));
    return derive_scores(formulas, drawn, rows, table);
}

void hold_back(const Method& method, std::vector<Contest>& contests) {
    if (!method.technical_stage && !minimum_quality(method)) return;
    std::vector<Standing> standings;
    for (std::size_t i = 0; i < contests.size(); ++i)
        if (contests[i].valid())
            standings.push_back({i, contests[i].outcome.bid, *contests[i].outcome.quality, std::nullopt});
    apply_technical_stage(method, standings);
    for (const Standing& one : standings)
        if (one.fault) contests[one.entry].reject(*one.fault);
}

/// Passing bids first, by quality.
void order_by_quality(std::vector<BidOutcome>& bids) {
    std::stable_sort(bids.begin(), bids.end(), [](const BidOutcome& left, const BidOutcome& right) {
        if (left.rejection || right.rejection) return !left.rejection && right.rejection;
        return left.quality->compare(*right.quality) > 0;
    });
}

} // namespace

Result<std::vector<Contest>> judge_quality(const Method& method, std::span<const BidInput> bids,
                                           const DrawnValues& drawn, ScoreTable& table) {
    std::vector<Contest> contests = contests_of(method, bids);
    for (Contest& one : contests)
        if (one.valid()) vote(method, table, one);
    TRY(derive(method, drawn, contests, table));
    BidScorer scorer(method, table);
    for (Contest& one : contests) {
        if (!one.valid()) continue;
        TRY_ASSIGN(one.technical, scorer.score(one.row, one.outcome));
    }
    hold_back(method, contests);
    return contests;
}

Result<TechnicalOutcome> evaluate_technical(const Method& method, std::span<const BidInput> bids,
                                            std::span<const ScoreSheet> sheets, const Drawn& drawn) {
    TRY(check_inputs(method, bids));
    if (!method.technical_stage)
        return Error(ErrorCode::method_malformed, "/method/technical_stage", "the method has one stage");
    if (bids.empty()) return Error(ErrorCode::no_valid_bid, "/bids");
    TRY(check_drawn(method, bids, drawn));
    TRY(check_chair(method, sheets));
    const Layout layout(method);
    TRY_ASSIGN(ScoreTable table, tabulate(method, layout, bids, sheets));
    TRY_ASSIGN(std::vector<Contest> contests, judge_quality(method, bids, DrawnValues(method, drawn), table));
    TechnicalOutcome out;
    for (Contest& one : contests) {
        if (one.valid()) out.passing.push_back(one.outcome.bid);
        clear_rejected(one.outcome);
        out.bids.push_back(std::move(one.outcome));
    }
    order_by_quality(out.bids);
    return out;
}

} // namespace kaibiao::score
