#include "cli/score_formula.h"
#include "cli/score_lines.h"

#include <algorithm>

namespace kaibiao::cli {

using namespace score;

namespace {

using Numbers = std::vector<Rational>;

std::string by_expert(const std::string& title, const Criterion& criterion, const ScoreSheet& sheet) {
    return title + " " + titled(criterion.key.text(), criterion.title) + " [" + sheet.expert + "]";
}

Numbers ascending(Numbers values) {
    std::sort(values.begin(), values.end(), [](const Rational& a, const Rational& b) { return a.compare(b) < 0; });
    return values;
}

Calculation trimmed(const Numbers& values) {
    const Numbers all = ascending(values);
    return {mean_of(std::span(all).subspan(1, all.size() - 2)),
            {"去掉最高分 without the highest " + exact_text(all.back()) + ", 去掉最低分 without the lowest " +
             exact_text(all.front())}};
}

Calculation median(const Numbers& values) {
    const Numbers all = ascending(values);
    std::string list;
    for (const Rational& one : all) list += (list.empty() ? "" : ", ") + exact_text(one);
    const std::size_t middle = all.size() / 2;
    const bool even = all.size() % 2 == 0;
    return {even ? mean_of(std::span(all).subspan(middle - 1, 2)) : exact_text(all[middle]),
            {"中位数 the median of " + list}};
}

/// `points × count` of everything that was counted, with the rule's limit where it is met.
struct CountText {
    const std::vector<ItemCount>& counts;

    std::string items(const std::vector<CountedItem>& known, const char* sign) const {
        std::string out;
        for (const ItemCount& one : counts)
            for (const CountedItem& item : known)
                if (item.key == one.item && one.count > 0)
                    out += sign + factor(Rational::from_decimal(item.points)) + " × " + std::to_string(one.count);
        return out;
    }
    static std::string number(const Decimal& value) { return exact_text(Rational::from_decimal(value)); }
    std::string operator()(const AdditiveScore& rule) const {
        return "min(" + number(rule.maximum) + ", " + number(rule.base) + items(rule.items, " + ") + ")";
    }
    std::string operator()(const DeductionScore& rule) const {
        return "max(" + number(rule.minimum) + ", " + number(rule.maximum) + items(rule.items, " − ") + ")";
    }
    template <typename Rule> std::string operator()(const Rule&) const { return {}; }
};

bool is_counted(const Criterion& criterion) {
    return std::holds_alternative<AdditiveScore>(criterion.rule) ||
           std::holds_alternative<DeductionScore>(criterion.rule);
}

} // namespace

Calculation BidStory::weighted(const Numbers& values) const {
    std::string top, bottom;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string weight = std::to_string(weight_of(method_, *sheets_[i].sheet));
        top += (i == 0 ? "" : " + ") + weight + " × " + factor(values[i]);
        bottom += (i == 0 ? "" : " + ") + weight;
    }
    return {"(" + top + ") ÷ (" + bottom + ")", {}};
}

Calculation BidStory::combined(const Numbers& values) const {
    switch (method_.aggregation.kind) {
    case AggregationKind::weighted_mean: return weighted(values);
    case AggregationKind::median: return median(values);
    case AggregationKind::trimmed_mean:
        if (values.size() >= static_cast<std::size_t>(method_.aggregation.trim_from)) return trimmed(values);
        return {mean_of(values), {}};
    case AggregationKind::mean: return {mean_of(values), {}};
    }
    return {};
}

const Criterion& BidStory::criterion_of(std::string_view key) const {
    for (const Section& section : method_.sections)
        for (const Criterion& criterion : section.criteria)
            if (criterion.key.text() == key) return criterion;
    std::abort(); // explain names criteria of the method alone
}

const Cell& BidStory::cell_of(const Criterion& criterion, std::size_t expert) const {
    const auto& cells = sheets_[expert].cells;
    auto at = std::lower_bound(cells.begin(), cells.end(), bid_.bid,
                               [](const Cell* cell, const BidId& bid) { return cell->bid < bid; });
    for (; at != cells.end() && (*at)->bid == bid_.bid; ++at)
        if ((*at)->criterion == criterion.key) return **at;
    std::abort(); // a sheet that evaluates has every cell
}

Rational BidStory::score_of(const Criterion& criterion, std::size_t expert) const {
    if (const auto derived = derived_.find(criterion.key.text()); derived != derived_.end())
        return derived->second[expert]->result.value();
    const Cell& cell = cell_of(criterion, expert);
    if (const auto* counts = std::get_if<std::vector<ItemCount>>(&cell.value))
        return Rational::from_decimal(score_of_counts(criterion.rule, *counts));
    return Rational::from_decimal(*std::get_if<Decimal>(&cell.value));
}

std::string BidStory::variable_text(std::string_view name, std::string_view key, const Criterion& criterion,
                                    std::size_t expert) const {
    constexpr std::string_view entered[] = {"x", "lowest", "highest", "mean", "count"}; // as explain lists them
    const auto* const at = std::find(std::begin(entered), std::end(entered), name);
    if (at != std::end(entered))
        return factor(derived_.find(criterion.key.text())->second[expert]->operands[at - std::begin(entered)]);
    if (name == "points") return factor(Rational::from_decimal(points_of(criterion.rule)));
    if (name == "parameter") {
        for (const Step& step : steps_)
            if (step.kind == StepKind::drawn && step.subject == key) return factor(step.result.exact);
        std::abort(); // evaluate has checked what was drawn
    }
    const Step& other = *derived_.find(key)->second[expert];
    return factor(name == "number" ? other.operands[0] : other.result.value());
}

std::string BidStory::formula_text(const Criterion& criterion, std::size_t expert) const {
    return with_numbers(
        std::get_if<FormulaScore>(&criterion.rule)->expression,
        [&](std::string_view name, std::string_view key) { return variable_text(name, key, criterion, expert); });
}

void BidStory::derived_score(const Step& step) {
    const Criterion& criterion = criterion_of(step.subject);
    const std::size_t expert = told_[step.subject]++;
    const std::string title = by_expert("换算得分 derived score", criterion, *sheets_[expert].sheet);
    if (const auto* formula = std::get_if<FormulaScore>(&criterion.rule)) {
        const std::string limits = formula->minimum.text() + " – " + formula->maximum.text();
        return add(
            title,
            {formula_text(criterion, expert), {"公式 formula: " + formula->expression, "限于 held within " + limits}},
            step.result, formula->rounding);
    }
    const auto& rows = std::get_if<TableScore>(&criterion.rule)->rows;
    const auto after = std::find_if(rows.begin(), rows.end(), [&](const TableRow& row) {
        return Rational::from_decimal(row.from).compare(step.operands[0]) > 0;
    });
    plain(title, exact_text(step.operands[0]) + " → " + exact_text(step.result.exact) + " (查表，" +
                     (after - 1)->from.text() + " 起 by the table, from " + (after - 1)->from.text() + " on)");
}

void BidStory::counts(const Criterion& criterion) {
    if (!is_counted(criterion)) return;
    for (std::size_t expert = 0; expert < sheets_.size(); ++expert) {
        const auto& counted = *std::get_if<std::vector<ItemCount>>(&cell_of(criterion, expert).value);
        add(by_expert("计数得分 counted score", criterion, *sheets_[expert].sheet),
            {std::visit(CountText{counted}, criterion.rule), {}}, Mark{score_of(criterion, expert), std::nullopt});
    }
}

void BidStory::criterion(const Step& step) {
    const Criterion& criterion = criterion_of(step.subject);
    counts(criterion);
    add("评审因素 criterion " + titled(step.subject, criterion.title), combined(step.operands), step.result,
        method_.rounding.criterion);
}

void BidStory::expert_sums(std::span<const Section> sections, const Numbers& sums) {
    std::vector<const Criterion*> scored;
    for (const Section& section : sections)
        for (const Criterion& criterion : section.criteria)
            if (!std::holds_alternative<Gate>(criterion.rule)) scored.push_back(&criterion);
    for (const Criterion* criterion : scored) counts(*criterion);
    const std::string of = sections.size() == 1 ? " " + sections[0].key.text() : "";
    for (std::size_t expert = 0; expert < sheets_.size(); ++expert) {
        Numbers scores;
        for (const Criterion* criterion : scored) scores.push_back(score_of(*criterion, expert));
        add("专家合计 sum of an expert" + of + " [" + sheets_[expert].sheet->expert + "]", {sum_of(scores), {}},
            Mark{sums[expert], std::nullopt});
    }
}

void BidStory::section(const Step& step) {
    const auto about = std::find_if(method_.sections.begin(), method_.sections.end(),
                                    [&](const Section& one) { return one.key.text() == step.subject; });
    const bool summed = method_.aggregation.level == AggregationLevel::section;
    if (summed) expert_sums(std::span(&*about, 1), step.operands);
    add("部分 section " + titled(step.subject, about->title),
        summed ? combined(step.operands) : Calculation{sum_of(step.operands), {}}, step.result,
        method_.rounding.section);
}

void BidStory::quality(const Step& step) {
    const bool summed = method_.aggregation.level == AggregationLevel::total;
    if (summed) expert_sums(method_.sections, step.operands);
    add("各部分合计 all sections", summed ? combined(step.operands) : Calculation{sum_of(step.operands), {}},
        step.result);
}

void BidStory::technical_stage(const Step& step) {
    const bool judged_out = bid_.rejection && (bid_.rejection->reason == RejectionReason::technical_below_minimum ||
                                               bid_.rejection->reason == RejectionReason::not_shortlisted);
    if (step.operands.size() < 2 && !method_.technical_stage) return;
    std::string text = exact_text(step.operands[0]);
    if (step.operands.size() > 1)
        text += (step.operands[0].compare(step.operands[1]) < 0 ? " < " : " ≥ ") + exact_text(step.operands[1]);
    if (method_.technical_stage && method_.technical_stage->most)
        text += "，取最高的 " + std::to_string(*method_.technical_stage->most) + " 名及与末名同分者 the best " +
                std::to_string(*method_.technical_stage->most) + " and all equal to the last of them";
    plain("技术门槛 technical stage",
          text + (judged_out ? ": 不进入下一阶段 does not go on" : ": 进入下一阶段 goes on"));
}

} // namespace kaibiao::cli
