#include "layout.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

struct ColumnOf {
    const Criterion* criterion;
    std::optional<ScoredColumn> operator()(const Gate&) const { return std::nullopt; }
    std::optional<ScoredColumn> operator()(const FreeScore& score) const {
        return ScoredColumn{criterion, {range(score.range.minimum, score.range.maximum)}, *to_micro(score.range.step)};
    }
    std::optional<ScoredColumn> operator()(const BandedScore& score) const {
        ScoredColumn column{criterion, {}, *to_micro(score.step)};
        for (const Band& band : score.bands) column.ranges.push_back(range(band.minimum, band.maximum));
        return column;
    }
    static MicroRange range(const Decimal& minimum, const Decimal& maximum) {
        return {*to_micro(minimum), *to_micro(maximum)};
    }
};

bool key_before(const Column& left, const Column& right) { return *left.key < *right.key; }

} // namespace

Layout::Layout(const Method& method) {
    for (const Section& section : method.sections) {
        for (const Criterion& criterion : section.criteria) {
            auto column = std::visit(ColumnOf{&criterion}, criterion.rule);
            const std::size_t index = column ? scored_.size() : gates_.size();
            order_.push_back({&criterion.key, !column, static_cast<std::uint32_t>(index)});
            if (column)
                scored_.push_back(std::move(*column));
            else
                gates_.push_back(&criterion);
        }
    }
    by_key_ = order_;
    std::sort(by_key_.begin(), by_key_.end(), key_before);
}

const Column* Layout::find(const CriterionKey& key, std::size_t& hint) const {
    if (hint >= order_.size()) hint = 0;
    if (hint < order_.size() && *order_[hint].key == key) return &order_[hint++];
    const Column wanted{&key, false, 0};
    const auto at = std::lower_bound(by_key_.begin(), by_key_.end(), wanted, key_before);
    return at != by_key_.end() && *at->key == key ? &*at : nullptr;
}

} // namespace kaibiao::score
