#include "kaibiao/score/explain.h"

#include "bids.h"
#include "evaluated_price.h"
#include "evaluation.h"
#include "technical_stage.h"

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

/// Everything that one explanation looks at.
struct Story {
    const Method& method;
    const Drawn& drawn;
    const DrawnValues& values;
    const ScoreTable& entered;        ///< as the experts entered
    const ScoreTable& derived;        ///< with scores in place of objective numbers
    std::vector<std::size_t> experts; ///< indices, ascending by name
    const Outcome& all;
    const BidInput& input;
    const BidOutcome& outcome;
    std::size_t row = 0;
};

void explain_draws(const Story& story, Steps& steps) {
    for (const DrawnParameter& one : story.drawn.parameters)
        steps.push_back({StepKind::drawn,
                         one.parameter.text(),
                         {Rational::from_integer(one.index)},
                         plain(story.values.of(one.parameter))});
}

Status explain_price(const Story& story, Steps& steps) {
    std::vector<Rational> operands{in_yuan(story.input.price)};
    for (const AppliedAdjustment& applied : story.input.adjustments) {
        const AdjustmentRule& rule = *find_rule(story.method, applied.rule);
        TRY_ASSIGN(const Rational amount, adjustment_of(rule, applied.quantity, story.input.price));
        steps.push_back({StepKind::adjustment,
                         rule.key.text(),
                         {in_yuan(story.input.price), Rational::from_decimal(applied.quantity), unit_of(rule)},
                         plain(amount)});
        operands.push_back(amount);
    }
    steps.push_back({StepKind::evaluated_price, {}, std::move(operands), *story.outcome.evaluated_price});
    return ok();
}

/// What the price score was calculated from, beside the reference and the price.
struct PriceOperands {
    const Story& story;
    std::vector<Rational> usual(const Decimal& points) const {
        return {*story.all.reference_price, story.outcome.evaluated_price->value(), Rational::from_decimal(points)};
    }
    std::vector<Rational> operator()(const LowPrice& rule) const { return usual(rule.points); }
    std::vector<Rational> operator()(const LowestEvaluated&) const { return {}; }
    std::vector<Rational> operator()(const Benchmark& rule) const {
        const Rational deviation = story.outcome.deviation->value();
        return {Rational::from_decimal(rule.points), deviation,
                Rational::from_decimal(deviation.is_negative() ? rule.below : rule.above)};
    }
    std::vector<Rational> operator()(const QualityCost&) const { return usual(Decimal::make(100, 0).value()); }
    std::vector<Rational> operator()(const PriceRange& rule) const {
        std::vector<Rational> out = usual(rule.points);
        Rational lowest = out[0];
        for (const BidOutcome& bid : story.all.bids)
            if (bid.evaluated_price && bid.evaluated_price->value().compare(lowest) < 0)
                lowest = bid.evaluated_price->value();
        out.insert(out.begin() + 1, lowest);
        return out;
    }
    std::vector<Rational> operator()(const FixedReference& rule) const { return usual(rule.points); }
    std::vector<Rational> operator()(const QualityPerPrice&) const { return {}; }
};

Status explain_price_score(const Story& story, Steps& steps) {
    std::vector<Rational> prices;
    for (const BidOutcome& bid : story.all.bids)
        if (!bid.rejection) prices.push_back(bid.evaluated_price->value());
    TRY_ASSIGN(PriceScores scores, price_scores({story.method, story.values, prices}));
    for (ExplanationStep& step : scores.trace) steps.push_back(std::move(step));
    if (story.outcome.deviation)
        steps.push_back({StepKind::deviation,
                         {},
                         {story.outcome.evaluated_price->value(), *story.all.reference_price},
                         *story.outcome.deviation});
    if (story.outcome.price_score)
        steps.push_back({StepKind::price_score,
                         {},
                         std::visit(PriceOperands{story}, story.method.price),
                         *story.outcome.price_score});
    return ok();
}

/// The number or the score that each expert entered for column i, in points or in the number's own unit.
Result<std::vector<Rational>> column_of(const Story& story, const ScoreTable& table, std::size_t i,
                                        std::int64_t scale) {
    std::vector<Rational> scores;
    for (const std::size_t expert : story.experts) {
        TRY_ASSIGN(const Rational score, Rational::make(table.scores(story.row, expert)[i] * scale, micro));
        scores.push_back(score);
    }
    return scores;
}

Status explain_cells(const Story& story, Steps& steps) {
    const auto& columns = story.derived.layout().scored();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& key = columns[i].criterion->key.text();
        TRY_ASSIGN(std::vector<Rational> scores, column_of(story, story.derived, i, columns[i].scale()));
        if (columns[i].entry == Entry::number) {
            TRY_ASSIGN(const std::vector<Rational> numbers, column_of(story, story.entered, i, columns[i].step));
            for (std::size_t expert = 0; expert < numbers.size(); ++expert)
                steps.push_back({StepKind::derived_score, key, {numbers[expert]}, plain(scores[expert])});
        }
        if (i < story.outcome.criteria.size())
            steps.push_back({StepKind::criterion, key, std::move(scores), story.outcome.criteria[i]});
    }
    return ok();
}

/// The experts' sums for one column above the criterion level.
Result<std::vector<Rational>> level_column(const Story& story, const LevelRows& rows, std::size_t column) {
    std::vector<Rational> out;
    for (const std::size_t expert : story.experts) {
        TRY_ASSIGN(const Rational sum, Rational::make(rows.numbers[expert * rows.columns + column], micro));
        out.push_back(sum);
    }
    return out;
}

Status explain_sections(const Story& story, Steps& steps) {
    const std::vector<Rational> criteria = values_of(story.outcome.criteria);
    const bool summed = story.method.aggregation.level == AggregationLevel::section;
    const LevelRows rows = summed ? BidScorer(story.method, story.derived).level_rows(story.row) : LevelRows();
    auto next = criteria.begin();
    for (std::size_t i = 0; i < story.outcome.sections.size(); ++i) {
        const auto& parts = story.method.sections[i].criteria;
        const auto scored = std::count_if(parts.begin(), parts.end(), [](const Criterion& criterion) {
            return !std::holds_alternative<Gate>(criterion.rule);
        });
        if (scored == 0) continue;
        std::vector<Rational> operands;
        if (summed) {
            TRY_ASSIGN(operands, level_column(story, rows, i));
        } else {
            operands.assign(next, next + scored);
            next += scored;
        }
        steps.push_back(
            {StepKind::section, story.method.sections[i].key.text(), std::move(operands), story.outcome.sections[i]});
    }
    return ok();
}

/// Where all sections together are a number of their own: at the total level, and where something is held against it.
Status explain_quality(const Story& story, Steps& steps) {
    const bool summed = story.method.aggregation.level == AggregationLevel::total;
    const auto minimum = minimum_quality(story.method);
    if (!summed && !minimum && !story.method.technical_stage) return ok();
    std::vector<Rational> operands = values_of(story.outcome.sections);
    if (summed) {
        TRY_ASSIGN(operands, level_column(story, BidScorer(story.method, story.derived).level_rows(story.row), 0));
    }
    steps.push_back({StepKind::quality, {}, std::move(operands), plain(*story.outcome.quality)});
    std::vector<Rational> held{*story.outcome.quality};
    if (minimum) held.push_back(Rational::from_decimal(*minimum));
    const bool passed = !story.outcome.rejection;
    steps.push_back({StepKind::technical_stage, passed ? "passed" : "rejected", std::move(held), {}});
    return ok();
}

void explain_total(const Story& story, Steps& steps) {
    const BidOutcome& outcome = story.outcome;
    if (outcome.total) {
        std::vector<Rational> operands = values_of(outcome.sections);
        const bool own = std::holds_alternative<QualityCost>(story.method.price) ||
                         std::holds_alternative<QualityPerPrice>(story.method.price);
        if (own || outcome.sections.empty()) operands = {*outcome.quality};
        operands.insert(operands.begin(),
                        outcome.price_score ? outcome.price_score->value() : outcome.evaluated_price->value());
        if (const auto* cost = std::get_if<QualityCost>(&story.method.price)) {
            operands.push_back(Rational::from_decimal(cost->financial_weight));
            operands.push_back(Rational::from_decimal(cost->technical_weight));
        }
        if (const auto* ratio = std::get_if<QualityPerPrice>(&story.method.price))
            operands.push_back(Rational::from_decimal(ratio->scale));
        steps.push_back({StepKind::total, {}, std::move(operands), *outcome.total});
    }
    steps.push_back({StepKind::rank, {}, {}, plain(Rational::from_integer(outcome.rank))});
}

/// In the order in which the numbers come about.
Result<Steps> tell(const Story& story) {
    Steps steps;
    explain_draws(story, steps);
    const bool judged = !story.outcome.rejection || story.outcome.quality.has_value();
    const bool late = prices_come_later(story.method);
    if (!story.outcome.rejection && !late) {
        TRY(explain_price(story, steps));
        TRY(explain_price_score(story, steps));
    }
    if (judged) {
        TRY(explain_cells(story, steps));
        TRY(explain_sections(story, steps));
        TRY(explain_quality(story, steps));
    }
    if (story.outcome.rejection) {
        steps.push_back({StepKind::rejection, story.outcome.rejection->subject, {}, {}});
        return steps;
    }
    if (late) {
        TRY(explain_price(story, steps));
        TRY(explain_price_score(story, steps));
    }
    explain_total(story, steps);
    return steps;
}

/// Indices of the sheets, ascending by expert.
std::vector<std::size_t> expert_order(std::span<const ScoreSheet> sheets) {
    std::vector<std::size_t> order(sheets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t left, std::size_t right) { return sheets[left].expert < sheets[right].expert; });
    return order;
}

} // namespace

Result<std::vector<ExplanationStep>> explain(const Method& method, std::span<const BidInput> bids,
                                             std::span<const ScoreSheet> sheets, const BidId& bid, const Drawn& drawn) {
    TRY_ASSIGN(const Outcome all, evaluate(method, bids, sheets, drawn));
    const auto outcome =
        std::find_if(all.bids.begin(), all.bids.end(), [&](const BidOutcome& one) { return one.bid == bid; });
    const auto input = std::find_if(bids.begin(), bids.end(), [&](const BidInput& one) { return one.bid == bid; });
    if (outcome == all.bids.end()) return Error(ErrorCode::score_unknown_bid, {}, bid.text());
    const Layout layout(method);
    TRY_ASSIGN(const ScoreTable entered, tabulate(method, layout, bids, sheets));
    const DrawnValues values(method, drawn);
    ScoreTable derived = entered;
    TRY(judge_quality(method, bids, values, derived));
    const auto row = std::lower_bound(entered.bids().begin(), entered.bids().end(), bid) - entered.bids().begin();
    return tell({method, drawn, values, entered, derived, expert_order(sheets), all, *input, *outcome,
                 static_cast<std::size_t>(row)});
}

} // namespace kaibiao::score
