#include "kaibiao/score/explain.h"

#include "bids.h"
#include "derive.h"
#include "evaluated_price.h"
#include "evaluation.h"
#include "step.h"
#include "technical_stage.h"

#include <algorithm>
#include <map>
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

/// What came of the bids, as far as the explanations go.
struct Evaluated {
    std::vector<BidOutcome> bids;
    std::optional<Rational> reference; ///< what price scores were measured against
    bool technical = false;            ///< no further than the technical stage
};

} // namespace

struct ExplainedEvaluation {
    const Method& method;
    Drawn drawn;
    DrawnValues values;
    std::shared_ptr<const Layout> layout; ///< of both tables
    ScoreTable entered;                   ///< as the experts entered
    ScoreTable derived;                   ///< with scores in place of objective numbers
    Evaluated evaluated;
    std::map<BidId, const BidInput*> inputs = {};
    std::map<BidId, const BidOutcome*> outcomes = {}; ///< of `evaluated`
    std::vector<std::size_t> experts = {};            ///< indices, ascending by name
    std::vector<Formula> formulas = {};
    std::vector<std::vector<FormulaInputs>> overviews = {}; ///< [formula][expert's index]
    std::optional<Rational> lowest_price = {};              ///< of the evaluated prices
    Steps reference_steps = {};                             ///< how the reference came about
};

namespace {

/// Everything that one explanation looks at.
struct Story {
    const ExplainedEvaluation& common;
    const BidInput& input;
    const BidOutcome& outcome;
    std::size_t row = 0; ///< in the tables
};

void explain_draws(const Story& story, Steps& steps) {
    for (const DrawnParameter& one : story.common.drawn.parameters)
        steps.push_back({StepKind::drawn,
                         one.parameter.text(),
                         {Rational::from_integer(one.index)},
                         plain(story.common.values.of(one.parameter))});
}

Status explain_price(const Story& story, Steps& steps) {
    std::vector<Rational> operands{in_yuan(story.input.price)};
    for (const AppliedAdjustment& applied : story.input.adjustments) {
        const AdjustmentRule& rule = *find_rule(story.common.method, applied.rule);
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
        return {*story.common.evaluated.reference, story.outcome.evaluated_price->value(),
                Rational::from_decimal(points)};
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
        out.insert(out.begin() + 1, *story.common.lowest_price);
        return out;
    }
    std::vector<Rational> operator()(const FixedReference& rule) const { return usual(rule.points); }
    std::vector<Rational> operator()(const QualityPerPrice&) const { return {}; }
};

void explain_price_score(const Story& story, Steps& steps) {
    const Steps& before = story.common.reference_steps;
    steps.insert(steps.end(), before.begin(), before.end());
    if (story.outcome.deviation)
        steps.push_back({StepKind::deviation,
                         {},
                         {story.outcome.evaluated_price->value(), *story.common.evaluated.reference},
                         *story.outcome.deviation});
    if (story.outcome.price_score)
        steps.push_back({StepKind::price_score,
                         {},
                         std::visit(PriceOperands{story}, story.common.method.price),
                         *story.outcome.price_score});
}

/// The number or the score that each expert entered for column i, in points or in the number's own unit.
Result<std::vector<Rational>> column_of(const Story& story, const ScoreTable& table, std::size_t i,
                                        std::int64_t scale) {
    std::vector<Rational> scores;
    for (const std::size_t expert : story.common.experts) {
        TRY_ASSIGN(const Rational score, Rational::make(table.scores(story.row, expert)[i] * scale, micro));
        scores.push_back(score);
    }
    return scores;
}

Rational in_points(std::int64_t units) { return Rational::make(units, micro).value(); }

/// `index` is the formula's.
Result<ExplanationStep> formula_step(const Story& story, std::size_t index, std::size_t expert) {
    const Formula& formula = story.common.formulas[index];
    const auto& columns = story.common.derived.layout().scored();
    const auto entered = story.common.entered.scores(story.row, expert),
               derived = story.common.derived.scores(story.row, expert);
    std::vector<Rational> numbers, scores;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        numbers.push_back(columns[i].entry == Entry::number ? in_points(entered[i] * columns[i].step) : Rational());
        scores.push_back(in_points(derived[i] * columns[i].scale()));
    }
    FormulaInputs in = story.common.overviews[index][expert];
    in.x = numbers[formula.column];
    in.numbers = &numbers;
    in.scores = &scores;
    in.drawn = &story.common.values;
    TRY_ASSIGN(const Rational value, formula_value(formula, in));
    TRY_ASSIGN(const Decimal rounded,
               scores[formula.column].round(formula.rule->rounding.places, formula.rule->rounding.mode));
    return ExplanationStep{StepKind::derived_score,
                           columns[formula.column].criterion->key.text(),
                           {in.x, in.lowest, in.highest, in.mean, in.count},
                           Mark{value, rounded}};
}

/// How the numbers of a table or a formula became scores, expert by expert.
Status explain_numbers(const Story& story, std::size_t column, const std::vector<Rational>& scores, Steps& steps) {
    const ScoredColumn& about = story.common.derived.layout().scored()[column];
    TRY_ASSIGN(const std::vector<Rational> numbers, column_of(story, story.common.entered, column, about.step));
    const auto& formulas = story.common.formulas;
    const auto formula =
        std::find_if(formulas.begin(), formulas.end(), [&](const Formula& one) { return one.column == column; });
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        ExplanationStep step{StepKind::derived_score, about.criterion->key.text(), {numbers[i]}, plain(scores[i])};
        if (formula != formulas.end()) {
            const auto index = static_cast<std::size_t>(formula - formulas.begin());
            TRY_ASSIGN(step, formula_step(story, index, story.common.experts[i]));
        }
        steps.push_back(std::move(step));
    }
    return ok();
}

Status explain_cells(const Story& story, Steps& steps) {
    const auto& columns = story.common.derived.layout().scored();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& key = columns[i].criterion->key.text();
        TRY_ASSIGN(std::vector<Rational> scores, column_of(story, story.common.derived, i, columns[i].scale()));
        if (columns[i].entry == Entry::number) TRY(explain_numbers(story, i, scores, steps));
        if (i < story.outcome.criteria.size())
            steps.push_back({StepKind::criterion, key, std::move(scores), story.outcome.criteria[i]});
    }
    return ok();
}

/// The experts' sums for one column above the criterion level.
Result<std::vector<Rational>> level_column(const Story& story, const LevelRows& rows, std::size_t column) {
    std::vector<Rational> out;
    for (const std::size_t expert : story.common.experts) {
        TRY_ASSIGN(const Rational sum, Rational::make(rows.numbers[expert * rows.columns + column], micro));
        out.push_back(sum);
    }
    return out;
}

Status explain_sections(const Story& story, Steps& steps) {
    const std::vector<Rational> criteria = values_of(story.outcome.criteria);
    const bool summed = story.common.method.aggregation.level == AggregationLevel::section;
    const LevelRows rows =
        summed ? BidScorer(story.common.method, story.common.derived).level_rows(story.row) : LevelRows();
    auto next = criteria.begin();
    for (std::size_t i = 0; i < story.outcome.sections.size(); ++i) {
        const auto& parts = story.common.method.sections[i].criteria;
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
        steps.push_back({StepKind::section, story.common.method.sections[i].key.text(), std::move(operands),
                         story.outcome.sections[i]});
    }
    return ok();
}

/// Where all sections together are a number of their own: at the total level, and where something is held against it.
Status explain_quality(const Story& story, Steps& steps) {
    const bool summed = story.common.method.aggregation.level == AggregationLevel::total;
    const auto minimum = minimum_quality(story.common.method);
    if (!summed && !minimum && !story.common.method.technical_stage) return ok();
    std::vector<Rational> operands = values_of(story.outcome.sections);
    if (summed) {
        TRY_ASSIGN(operands,
                   level_column(story, BidScorer(story.common.method, story.common.derived).level_rows(story.row), 0));
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
        const bool own = std::holds_alternative<QualityCost>(story.common.method.price) ||
                         std::holds_alternative<QualityPerPrice>(story.common.method.price);
        if (own || outcome.sections.empty()) operands = {*outcome.quality};
        operands.insert(operands.begin(),
                        outcome.price_score ? outcome.price_score->value() : outcome.evaluated_price->value());
        if (const auto* cost = std::get_if<QualityCost>(&story.common.method.price)) {
            operands.push_back(Rational::from_decimal(cost->financial_weight));
            operands.push_back(Rational::from_decimal(cost->technical_weight));
        }
        if (const auto* ratio = std::get_if<QualityPerPrice>(&story.common.method.price))
            operands.push_back(Rational::from_decimal(ratio->scale));
        steps.push_back({StepKind::total, {}, std::move(operands), *outcome.total});
    }
    steps.push_back({StepKind::rank, {}, {}, plain(Rational::from_integer(outcome.rank))});
}

/// What the experts gave, as far as the bid was judged.
Status explain_judged(const Story& story, Steps& steps) {
    if (story.outcome.rejection && !story.outcome.quality) return ok();
    TRY(explain_cells(story, steps));
    TRY(explain_sections(story, steps));
    return explain_quality(story, steps);
}

void explain_rejection(const Story& story, Steps& steps) {
    steps.push_back({StepKind::rejection, story.outcome.rejection->subject, {}, {}});
}

/// In the order in which the numbers come about.
Result<Steps> tell(const Story& story) {
    Steps steps;
    explain_draws(story, steps);
    const bool late = prices_come_later(story.common.method);
    if (!story.outcome.rejection && !late) {
        TRY(explain_price(story, steps));
        explain_price_score(story, steps);
    }
    TRY(explain_judged(story, steps));
    if (story.outcome.rejection) {
        explain_rejection(story, steps);
        return steps;
    }
    if (late) {
        TRY(explain_price(story, steps));
        explain_price_score(story, steps);
    }
    explain_total(story, steps);
    return steps;
}

Result<Steps> tell_technical(const Story& story) {
    Steps steps;
    explain_draws(story, steps);
    TRY(explain_judged(story, steps));
    if (story.outcome.rejection) explain_rejection(story, steps);
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

/// After the gates only the technical stage has rejected anybody.
std::vector<std::size_t> rows_after_gates(const std::vector<Contest>& contests) {
    std::vector<std::size_t> rows;
    for (const Contest& one : contests) {
        const auto& rejection = one.outcome.rejection;
        if (!rejection || rejection->reason == RejectionReason::technical_below_minimum ||
            rejection->reason == RejectionReason::not_shortlisted)
            rows.push_back(one.row);
    }
    return rows;
}

/// What one expert entered for the bids in these rows, as a formula's variables.
Result<FormulaInputs> overview(const ScoreTable& entered, const std::vector<std::size_t>& rows, std::size_t expert,
                               std::size_t column) {
    const std::int64_t step = entered.layout().scored()[column].step;
    std::vector<std::int64_t> numbers;
    numbers.reserve(rows.size());
    for (const std::size_t row : rows) numbers.push_back(entered.scores(row, expert)[column] * step);
    return overview_of(numbers);
}

/// `passed` are the rows of the bids that passed the gates.
Status add_formulas(ExplainedEvaluation& out, const std::vector<std::size_t>& passed) {
    TRY_ASSIGN(out.formulas, compile_formulas(out.method));
    if (passed.empty()) return ok();
    for (const Formula& formula : out.formulas) {
        std::vector<FormulaInputs>& overviews = out.overviews.emplace_back();
        for (std::size_t expert = 0; expert < out.entered.experts(); ++expert) {
            TRY_ASSIGN(const FormulaInputs of_expert, overview(out.entered, passed, expert, formula.column));
            overviews.push_back(of_expert);
        }
    }
    return ok();
}

/// The lowest price, and how the reference came about, which the bids that are still in decide.
Status add_prices(ExplainedEvaluation& out) {
    std::vector<Rational> prices;
    for (const BidOutcome& bid : out.evaluated.bids) {
        if (!bid.evaluated_price) continue;
        const Rational price = bid.evaluated_price->value();
        if (!out.lowest_price || price.compare(*out.lowest_price) < 0) out.lowest_price = price;
        if (!bid.rejection) prices.push_back(price);
    }
    if (prices.empty()) return ok();
    TRY_ASSIGN(PriceScores scores, price_scores({out.method, out.values, prices}));
    out.reference_steps = std::move(scores.trace);
    return ok();
}

/// What is evaluated.
struct Question {
    const Method& method;
    std::span<const BidInput> bids;
    std::span<const ScoreSheet> sheets;
    const Drawn& drawn;
};

Result<std::shared_ptr<const ExplainedEvaluation>> prepare(const Question& asked, Evaluated evaluated) {
    auto layout = std::make_shared<const Layout>(asked.method);
    TRY_ASSIGN(ScoreTable entered, tabulate(asked.method, *layout, asked.bids, asked.sheets));
    const DrawnValues values(asked.method, asked.drawn);
    ScoreTable derived = entered;
    TRY_ASSIGN(const std::vector<Contest> contests, judge_quality(asked.method, asked.bids, values, derived));
    auto out = std::make_shared<ExplainedEvaluation>(ExplainedEvaluation{asked.method, asked.drawn, values,
                                                                         std::move(layout), std::move(entered),
                                                                         std::move(derived), std::move(evaluated)});
    out->experts = expert_order(asked.sheets);
    for (const BidInput& one : asked.bids) out->inputs.emplace(one.bid, &one);
    for (const BidOutcome& one : out->evaluated.bids) out->outcomes.emplace(one.bid, &one);
    TRY(add_formulas(*out, rows_after_gates(contests)));
    if (!out->evaluated.technical) TRY(add_prices(*out));
    return std::shared_ptr<const ExplainedEvaluation>(std::move(out));
}

} // namespace

Result<Explainer> Explainer::create(const Method& method, std::span<const BidInput> bids,
                                    std::span<const ScoreSheet> sheets, const Drawn& drawn) {
    TRY_ASSIGN(Outcome all, evaluate(method, bids, sheets, drawn));
    TRY_ASSIGN(auto shared, prepare({method, bids, sheets, drawn}, {std::move(all.bids), all.reference_price, false}));
    return Explainer(std::move(shared));
}

Result<Explainer> Explainer::create_technical(const Method& method, std::span<const BidInput> bids,
                                              std::span<const ScoreSheet> sheets, const Drawn& drawn) {
    TRY_ASSIGN(TechnicalOutcome all, evaluate_technical(method, bids, sheets, drawn));
    TRY_ASSIGN(auto shared, prepare({method, bids, sheets, drawn}, {std::move(all.bids), std::nullopt, true}));
    return Explainer(std::move(shared));
}

Result<std::vector<ExplanationStep>> Explainer::of(const BidId& bid) const {
    const auto outcome = shared_->outcomes.find(bid);
    if (outcome == shared_->outcomes.end()) return Error(ErrorCode::score_unknown_bid, {}, bid.text());
    const std::vector<BidId>& rows = shared_->entered.bids();
    const auto row = std::lower_bound(rows.begin(), rows.end(), bid) - rows.begin();
    const Story story{*shared_, *shared_->inputs.at(bid), *outcome->second, static_cast<std::size_t>(row)};
    return shared_->evaluated.technical ? tell_technical(story) : tell(story);
}

} // namespace kaibiao::score
