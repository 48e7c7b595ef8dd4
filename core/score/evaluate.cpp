#include "bids.h"
#include "evaluated_price.h"
#include "evaluation.h"
#include "ranking.h"
#include "technical_stage.h"

#include <algorithm>
#include <set>

namespace kaibiao::score {

namespace {

void find_price_faults(const Method& method, std::vector<Contest>& contests) {
    for (Contest& one : contests) {
        if (!one.valid()) continue;
        const auto unopened = standing_fault(one.input->price_standing);
        if (const auto fault = unopened ? unopened : price_fault(method, one.input->price)) one.reject(*fault);
    }
}

Status price(const Method& method, Contest& one) {
    TRY_ASSIGN(const Mark mark, evaluated_price(method, *one.input));
    const Rational value = mark.value();
    if (value.is_negative() || value.is_zero())
        one.reject(RejectionReason::evaluated_price_not_positive);
    else
        one.outcome.evaluated_price = mark;
    return ok();
}

/// Price scores of all valid bids; returns the reference price.
Result<std::optional<Rational>> score_prices(const Method& method, const DrawnValues& drawn,
                                             std::vector<Contest>& contests) {
    std::vector<Rational> prices;
    for (const Contest& one : contests)
        if (one.valid()) prices.push_back(one.outcome.evaluated_price->value());
    TRY_ASSIGN(const PriceScores scores, price_scores({method, drawn, prices}));
    std::size_t next = 0;
    for (Contest& one : contests) {
        if (!one.valid()) continue;
        if (next < scores.deviations.size()) one.outcome.deviation = scores.deviations[next];
        if (next < scores.scores.size()) {
            TRY_ASSIGN(one.outcome.price_score, make_mark(scores.scores[next], method.rounding.price_score));
        }
        ++next;
    }
    return scores.reference;
}

Status add_total(const Method& method, BidOutcome& bid) {
    std::optional<Rational> price_score;
    if (bid.price_score) price_score = bid.price_score->value();
    TRY_ASSIGN(const Rational sum, total_of(method, {price_score, *bid.quality, bid.evaluated_price->value()}));
    TRY_ASSIGN(bid.total, make_mark(sum, method.rounding.total));
    return ok();
}

std::size_t draw_position(const Drawn& drawn, const BidId& bid) {
    return static_cast<std::size_t>(std::find(drawn.tie_order.begin(), drawn.tie_order.end(), bid) -
                                    drawn.tie_order.begin());
}

Result<std::vector<Contender>> contenders_of(const Method& method, const Drawn& drawn, std::vector<Contest>& contests) {
    std::vector<Contender> contenders;
    const bool totals = has_total(method);
    for (std::size_t i = 0; i < contests.size(); ++i) {
        BidOutcome& bid = contests[i].outcome;
        if (!contests[i].valid()) continue;
        if (totals) TRY(add_total(method, bid));
        contenders.push_back({i, bid.bid, contests[i].input->price, bid.evaluated_price->value(), contests[i].technical,
                              bid.total ? bid.total->value() : Rational(),
                              drawn.tie_order.empty() ? 0 : draw_position(drawn, bid.bid)});
    }
    return contenders;
}

std::vector<DrawnValue> drawn_values(const Method& method, const Drawn& drawn) {
    std::vector<DrawnValue> out;
    for (const Parameter& parameter : method.parameters)
        for (const DrawnParameter& one : drawn.parameters)
            if (one.parameter == parameter.key)
                out.push_back({parameter.key, one.index, parameter.values[static_cast<std::size_t>(one.index)]});
    return out;
}

void order_by_rank(Outcome& outcome) {
    const auto place = [](const BidOutcome& bid) { return bid.rank == 0 ? INT32_MAX : bid.rank; };
    std::stable_sort(outcome.bids.begin(), outcome.bids.end(),
                     [&](const BidOutcome& left, const BidOutcome& right) { return place(left) < place(right); });
}

/// Scores in all: a hall of 3,000 bids before 11 experts with 60 criteria has 2 million.
constexpr std::uint64_t largest_table = 16'000'000;

Status check_experts(const Layout& layout, std::size_t bids, std::span<const ScoreSheet> sheets) {
    const bool asked = bids > 0 && (!layout.scored().empty() || !layout.gates().empty());
    if (asked && sheets.empty()) return Error(ErrorCode::score_missing, "/sheets", "no score sheet");
    const std::uint64_t columns = std::uint64_t{layout.scored().size()} + layout.gates().size() + 1;
    if (columns * sheets.size() * bids > largest_table)
        return Error(ErrorCode::number_overflow, "/sheets", "too many scores");
    if (sheets.size() > max_experts) return Error(ErrorCode::number_overflow, "/sheets", "too many experts");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < sheets.size(); ++i)
        if (!seen.insert(sheets[i].expert).second)
            return Error(ErrorCode::score_duplicate, numbered("/sheets/", i), sheets[i].expert);
    return ok();
}

std::string_view words_for(RejectionReason early) {
    switch (early) {
    case RejectionReason::price_not_positive: return "its price is not positive";
    case RejectionReason::price_above_ceiling: return "its price is above the ceiling";
    case RejectionReason::price_below_minimum: return "its price is below the minimum";
    default: return "it was revoked, withdrawn or excluded";
    }
}

/// Of a bid that is there and yet not judged it is said why.
Status enter_sheet(ScoreTable& table, std::size_t expert, const ScoreSheet& sheet, const Method& method,
                   std::span<const BidInput> bids) {
    const Status entered = table.enter(expert, sheet);
    if (entered || entered.error().code != ErrorCode::score_unknown_bid) return entered;
    const Error& error = entered.error();
    for (const BidInput& bid : bids) {
        const auto fault = early_fault(method, bid);
        if (fault && bid.bid.text() == error.detail)
            return Error(error.code, error.place, error.detail + ": " + std::string(words_for(*fault)));
    }
    return entered;
}

} // namespace

Status check_inputs(const Method& method, std::span<const BidInput> bids) {
    TRY(prefixed(check_method(method), "/method"));
    return prefixed(check_bids(method, bids), "/bids");
}

void clear_rejected(BidOutcome& bid) {
    if (!bid.rejection) return;
    const RejectionReason reason = bid.rejection->reason;
    if (reason == RejectionReason::technical_below_minimum || reason == RejectionReason::not_shortlisted) return;
    bid.criteria.clear();
    bid.sections.clear();
    bid.quality.reset();
}

Result<ScoreTable> tabulate(const Method& method, const Layout& layout, std::span<const BidInput> bids,
                            std::span<const ScoreSheet> sheets) {
    std::vector<BidId> judged = under_evaluation(method, bids);
    TRY(check_experts(layout, judged.size(), sheets));
    TRY_ASSIGN(std::vector<Seat> seats, seats_of(method, sheets));
    ScoreTable table(layout, std::move(judged), std::move(seats));
    for (std::size_t i = 0; i < sheets.size(); ++i)
        TRY(prefixed(enter_sheet(table, i, sheets[i], method, bids), numbered("/sheets/", i)));
    return table;
}

Result<Outcome> evaluate_table(const Method& method, std::span<const BidInput> bids, ScoreTable table,
                               const Drawn& drawn) {
    const DrawnValues values(method, drawn);
    TRY_ASSIGN(std::vector<Contest> contests, judge_quality(method, bids, values, table));
    if (prices_come_later(method)) find_price_faults(method, contests);
    for (Contest& one : contests) {
        if (one.valid()) TRY(price(method, one));
    }
    Outcome outcome;
    outcome.parameters = drawn_values(method, drawn);
    TRY_ASSIGN(outcome.reference_price, score_prices(method, values, contests));
    TRY_ASSIGN(std::vector<Contender> contenders, contenders_of(method, drawn, contests));
    for (Contest& one : contests) {
        clear_rejected(one.outcome);
        outcome.bids.push_back(std::move(one.outcome));
    }
    rank_bids(method, std::move(contenders), outcome);
    order_by_rank(outcome);
    return outcome;
}

Result<Outcome> evaluate(const Method& method, std::span<const BidInput> bids, std::span<const ScoreSheet> sheets,
                         const Drawn& drawn) {
    TRY(check_inputs(method, bids));
    if (bids.empty()) return Error(ErrorCode::no_valid_bid, "/bids");
    TRY(check_drawn(method, bids, drawn));
    TRY(check_chair(method, sheets));
    const Layout layout(method);
    TRY_ASSIGN(ScoreTable table, tabulate(method, layout, bids, sheets));
    return evaluate_table(method, bids, std::move(table), drawn);
}

Status check_sheet(const Method& method, std::span<const BidInput> bids, const ScoreSheet& sheet) {
    TRY(check_inputs(method, bids));
    const Layout layout(method);
    ScoreTable table(layout, under_evaluation(method, bids), {Seat{}});
    return enter_sheet(table, 0, sheet, method, bids);
}

} // namespace kaibiao::score
