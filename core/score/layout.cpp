#include "layout.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

struct ColumnOf {
    const Criterion* criterion;
    std::optional<ScoredColumn> operator()(const Gate&) const { return std::nullopt; }
    std::optional<ScoredColumn> operator()(const FreeScore& score) const { return of_range(score.range, Entry::score); }
    std::optional<ScoredColumn> operator()(const BandedScore& score) const {
        ScoredColumn column{criterion, {}, *to_micro(score.step), Entry::score};
        for (const Band& band : score.bands) column.ranges.push_back(range(band.minimum, band.maximum));
        return column;
    }
    std::optional<ScoredColumn> operator()(const AdditiveScore&) const {
        return ScoredColumn{criterion, {}, 1, Entry::counts};
    }
    std::optional<ScoredColumn> operator()(const DeductionScore&) const {
        return ScoredColumn{criterion, {}, 1, Entry::counts};
    }
    std::optional<ScoredColumn> operator()(const TableScore& score) const {
        return of_range(score.number, Entry::number);
    }
    std::optional<ScoredColumn> operator()(const FormulaScore& score) const {
        return of_range(score.number, Entry::number);
    }
    ScoredColumn of_range(const StepRange& steps, Entry entry) const {
        return {criterion, {range(steps.minimum, steps.maximum)}, *to_micro(steps.step), entry};
    }
    static MicroRange range(const Decimal& minimum, const Decimal& maximum) {
        return {*to_micro(minimum), *to_micro(maximum)};
    }
};

bool key_before(const Column& left, const Column& right) { return *left.key < *right.key; }

} // namespace

Layout::Layout(const Method& method) {
    for (std::size_t at = 0; at < method.sections.size(); ++at) {
        for (const Criterion& criterion : method.sections[at].criteria) {
            auto column = std::visit(ColumnOf{&criterion}, criterion.rule);
            const std::size_t index = column ? scored_.size() : gates_.size();
            order_.push_back({&criterion.key, !column, static_cast<std::uint32_t>(index)});
            if (!column) {
                gates_.push_back(&criterion);
                continue;
            }
            scored_.push_back(std::move(*column));
            sections_.push_back(at);
        }
    }
    by_key_ = order_;
    std::sort(by_key_.begin(), by_key_.end(), key_before);
}

bool Layout::derives_scores() const {
    return std::any_of(scored_.begin(), scored_.end(),
                       [](const ScoredColumn& column) { return column.entry == Entry::number; });
}

const Column* Layout::search(const CriterionKey& key) const {
    const Column wanted{&key, false, 0};
    const auto at = std::lower_bound(by_key_.begin(), by_key_.end(), wanted, key_before);
    return at != by_key_.end() && *at->key == key ? &*at : nullptr;
}

} // namespace kaibiao::score
