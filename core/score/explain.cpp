#include "kaibiao/score/explain.h"

#include "bids.h"
#include "evaluated_price.h"
#include "evaluation.h"

#include <algorithm>
#include <numeric>

namespace kaibiao::score {

namespace {

using Steps = std::vector<ExplanationStep>;

Mark plain(const Rational& value) { return Mark{value, std::nullopt}; }

std::vector<Rational> values_of(const std::vector<Mark>& marks) {
    std::vector<Rational> out;
    out.reserve(marks.size());
    for (const Mark& mark : marks) out.push_back(mark.value());
    return out;
}

Status explain_price(const Method& method, const BidInput& bid, const BidOutcome& outcome, Steps& steps) {
    std::vector<Rational> operands{in_yuan(bid.price)};
    for (const AppliedAdjustment& applied : bid.adjustments) {
        const AdjustmentRule& rule = *find_rule(method, applied.rule);
        TRY_ASSIGN(const Rational amount, adjustment_of(rule, applied.quantity, bid.price));
        steps.push_back({StepKind::adjustment,
                         rule.key.text(),
                         {in_yuan(bid.price), Rational::from_decimal(applied.quantity), unit_of(rule)},
                         plain(amount)});
        operands.push_back(amount);
    }
    steps.push_back({StepKind::evaluated_price, {}, std::move(operands), *outcome.evaluated_price});
    return ok();
}

void explain_price_score(const Method& method, const Outcome& all, const BidOutcome& outcome, Steps& steps) {
    if (!outcome.price_score) return;
    steps.push_back(
        {StepKind::price_score,
         {},
         {*all.reference_price, outcome.evaluated_price->value(), Rational::from_decimal(points_of(method.price))},
         *outcome.price_score});
}

/// Indices of the sheets, ascending by expert.
std::vector<std::size_t> expert_order(std::span<const ScoreSheet> sheets) {
    std::vector<std::size_t> order(sheets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t left, std::size_t right) { return sheets[left].expert < sheets[right].expert; });
    return order;
}

Status explain_criteria(const Layout& layout, const ScoreTable& table, const std::vector<std::size_t>& experts,
                        const BidOutcome& outcome, Steps& steps) {
    const auto row = static_cast<std::size_t>(std::lower_bound(table.bids().begin(), table.bids().end(), outcome.bid) -
                                              table.bids().begin());
    for (std::size_t i = 0; i < outcome.criteria.size(); ++i) {
        const ScoredColumn& column = layout.scored()[i];
        std::vector<Rational> scores;
        for (const std::size_t expert : experts) {
            TRY_ASSIGN(const Rational score, Rational::make(table.scores(row, expert)[i] * column.step, micro));
            scores.push_back(score);
        }
        steps.push_back({StepKind::criterion, column.criterion->key.text(), std::move(scores), outcome.criteria[i]});
    }
    return ok();
}

void explain_sections(const Method& method, const BidOutcome& outcome, Steps& steps) {
    const std::vector<Rational> criteria = values_of(outcome.criteria);
    auto next = criteria.begin();
    for (std::size_t i = 0; i < method.sections.size(); ++i) {
        const auto& parts = method.sections[i].criteria;
        const auto scored = std::count_if(parts.begin(), parts.end(), [](const Criterion& criterion) {
            return !std::holds_alternative<Gate>(criterion.rule);
        });
        if (scored == 0) continue;
        steps.push_back({StepKind::section, method.sections[i].key.text(), {next, next + scored}, outcome.sections[i]});
        next += scored;
    }
}

void explain_total(const BidOutcome& outcome, Steps& steps) {
    if (outcome.total) {
        std::vector<Rational> operands = values_of(outcome.sections);
        operands.insert(operands.begin(), outcome.price_score->value());
        steps.push_back({StepKind::total, {}, std::move(operands), *outcome.total});
    }
    steps.push_back({StepKind::rank, {}, {}, plain(Rational::from_integer(outcome.rank))});
}

} // namespace

Result<std::vector<ExplanationStep>> explain(const Method& method, std::span<const BidInput> bids,
                                             std::span<const ScoreSheet> sheets, const BidId& bid) {
    TRY_ASSIGN(const Outcome all, evaluate(method, bids, sheets));
    const Layout layout(method);
    TRY_ASSIGN(const ScoreTable table, tabulate(method, layout, bids, sheets));
    const auto outcome =
        std::find_if(all.bids.begin(), all.bids.end(), [&](const BidOutcome& one) { return one.bid == bid; });
    const auto input = std::find_if(bids.begin(), bids.end(), [&](const BidInput& one) { return one.bid == bid; });
    if (outcome == all.bids.end()) return Error(ErrorCode::score_unknown_bid, {}, bid.text());
    Steps steps;
    if (outcome->rejection) {
        steps.push_back({StepKind::rejection, outcome->rejection->subject, {}, {}});
        return steps;
    }
    TRY(explain_price(method, *input, *outcome, steps));
    explain_price_score(method, all, *outcome, steps);
    TRY(explain_criteria(layout, table, expert_order(sheets), *outcome, steps));
    explain_sections(method, *outcome, steps);
    explain_total(*outcome, steps);
    return steps;
}

} // namespace kaibiao::score
