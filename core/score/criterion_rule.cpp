#include "criterion_rule.h"

#include "adjustment.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

constexpr int most_counts = 1000;

Error malformed(std::string place, const char* why) {
    return Error(ErrorCode::method_malformed, std::move(place), why);
}
Error impossible(std::string place, const char* why) {
    return Error(ErrorCode::method_range_impossible, std::move(place), why);
}
std::string item(const std::string& place, std::size_t index) { return place + numbered("/", index); }

struct PointsOf {
    Decimal operator()(const Gate&) const { return {}; }
    Decimal operator()(const FreeScore& score) const { return score.range.maximum; }
    Decimal operator()(const BandedScore& score) const {
        return score.bands.empty() ? Decimal{} : score.bands[0].maximum;
    }
    Decimal operator()(const AdditiveScore& score) const { return score.maximum; }
    Decimal operator()(const DeductionScore& score) const { return score.maximum; }
    Decimal operator()(const TableScore& score) const {
        Decimal most;
        for (const TableRow& row : score.rows)
            if (Rational::from_decimal(row.score).compare(Rational::from_decimal(most)) > 0) most = row.score;
        return most;
    }
    Decimal operator()(const FormulaScore& score) const { return score.maximum; }
    Decimal operator()(const LowPrice& rule) const { return rule.points; }
    Decimal operator()(const LowestEvaluated&) const { return {}; }
    Decimal operator()(const Benchmark& rule) const { return rule.points; }
    Decimal operator()(const QualityCost&) const { return {}; }
    Decimal operator()(const PriceRange& rule) const { return rule.points; }
    Decimal operator()(const FixedReference& rule) const { return rule.points; }
    Decimal operator()(const QualityPerPrice&) const { return {}; }
};

Status check_kind(const Gate&, const std::string&) { return ok(); }

Status check_kind(const FreeScore& score, const std::string& place) { return check_step_range(score.range, place); }

Status check_band(const Band& band, std::int64_t step, const std::string& place) {
    const auto minimum = to_micro(band.minimum), maximum = to_micro(band.maximum);
    if (!minimum || !maximum || *minimum < 0 || *maximum < *minimum)
        return impossible(place, "0 <= minimum <= maximum");
    if (*minimum % step != 0 || *maximum % step != 0)
        return impossible(place, "the step does not divide the band's limits");
    return ok();
}

Status check_kind(const BandedScore& score, const std::string& place) {
    const auto step = to_micro(score.step);
    if (!step || *step <= 0) return impossible(place + "/step", "must be positive");
    if (score.bands.empty() || score.bands.size() > max_bands) return malformed(place + "/bands", "1 to 20 bands");
    for (std::size_t i = 0; i < score.bands.size(); ++i) {
        const std::string at = item(place + "/bands", i);
        TRY(check_band(score.bands[i], *step, at));
        if (i > 0 && *to_micro(score.bands[i].maximum) >= *to_micro(score.bands[i - 1].minimum))
            return impossible(at, "bands overlap or are not listed best first");
    }
    if (*to_micro(score.bands[0].maximum) == 0) return impossible(place, "no points");
    return ok();
}

Status check_items(const std::vector<CountedItem>& items, const std::string& place) {
    if (items.empty() || items.size() > max_items) return malformed(place, "1 to 20 items");
    Keys keys;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string at = item(place, i);
        TRY(check_new_key(keys, items[i].key.text(), at));
        const auto points = to_micro(items[i].points);
        if (!points || *points <= 0) return impossible(at + "/points", "above 0, to 1000000, at most 6 decimals");
        if (items[i].most < 1 || items[i].most > most_counts) return impossible(at + "/most", "1 to 1000");
    }
    return ok();
}

/// 0 <= least < maximum; `least` is the member of that name.
Status check_limits(const Decimal& least, const Decimal& most, const std::string& place, const char* member) {
    const auto low = to_micro(least), high = to_micro(most);
    if (!low || *low < 0) return impossible(place + member, "from 0 to 1000000 with at most 6 decimals");
    if (!high || *high <= *low) return impossible(place + "/maximum", "not above the other limit, or out of limits");
    return ok();
}

Status check_kind(const AdditiveScore& score, const std::string& place) {
    TRY(check_limits(score.base, score.maximum, place, "/base"));
    return check_items(score.items, place + "/items");
}

Status check_kind(const DeductionScore& score, const std::string& place) {
    TRY(check_limits(score.minimum, score.maximum, place, "/minimum"));
    return check_items(score.items, place + "/items");
}

Status check_row(const TableScore& score, std::size_t index, const std::string& place) {
    const TableRow& row = score.rows[index];
    const auto from = to_micro(row.from), points = to_micro(row.score);
    if (!points || *points < 0) return impossible(place + "/score", "from 0 to 1000000 with at most 6 decimals");
    if (!from || *from > *to_micro(score.number.maximum)) return impossible(place + "/from", "outside the range");
    if (index == 0 ? *from != *to_micro(score.number.minimum) : *from <= *to_micro(score.rows[index - 1].from))
        return impossible(place + "/from", "the first is the range's minimum, the others ascend");
    return ok();
}

Status check_kind(const TableScore& score, const std::string& place) {
    TRY(check_step_range(score.number, place + "/number"));
    if (score.rows.empty() || score.rows.size() > max_rows) return malformed(place + "/rows", "1 to 100 rows");
    for (std::size_t i = 0; i < score.rows.size(); ++i) TRY(check_row(score, i, item(place + "/rows", i)));
    if (*to_micro(PointsOf{}(score)) == 0) return impossible(place + "/rows", "no points");
    return ok();
}

Status check_kind(const FormulaScore& score, const std::string& place) {
    TRY(check_step_range(score.number, place + "/number"));
    TRY(check_limits(score.minimum, score.maximum, place, "/minimum"));
    if (score.rounding.places < 0 || score.rounding.places > max_places)
        return malformed(place + "/rounding", "0 to 6 places");
    if (std::max(value_places(score.minimum), value_places(score.maximum)) > score.rounding.places)
        return malformed(place + "/rounding", "the limits have more decimals than are kept");
    return ok();
}

std::int64_t counted_points(const std::vector<CountedItem>& items, const std::vector<ItemCount>& counts) {
    std::int64_t sum = 0;
    for (const ItemCount& count : counts)
        for (const CountedItem& one : items)
            if (one.key == count.item) sum += *to_micro(one.points) * count.count;
    return sum;
}

} // namespace

Decimal points_of(const CriterionRule& rule) { return std::visit(PointsOf{}, rule); }
Decimal points_of(const PriceRule& rule) { return std::visit(PointsOf{}, rule); }

Status check_criterion_rule(const CriterionRule& rule, const std::string& place) {
    return std::visit([&](const auto& kind) { return check_kind(kind, place); }, rule);
}

std::int64_t counted_score(const AdditiveScore& rule, const std::vector<ItemCount>& counts) {
    return std::min(*to_micro(rule.maximum), *to_micro(rule.base) + counted_points(rule.items, counts));
}

std::int64_t counted_score(const DeductionScore& rule, const std::vector<ItemCount>& counts) {
    return std::max(*to_micro(rule.minimum), *to_micro(rule.maximum) - counted_points(rule.items, counts));
}

Decimal score_of_counts(const CriterionRule& rule, const std::vector<ItemCount>& counts) {
    std::int64_t score = 0;
    if (const auto* additive = std::get_if<AdditiveScore>(&rule)) score = counted_score(*additive, counts);
    if (const auto* deduction = std::get_if<DeductionScore>(&rule)) score = counted_score(*deduction, counts);
    int places = max_places;
    for (; places > 0 && score % 10 == 0; --places) score /= 10;
    return Decimal::make(score, places).value();
}

CountFault fault_of(const std::vector<CountedItem>& items, const std::vector<ItemCount>& counts) {
    Keys seen;
    for (const ItemCount& count : counts) {
        const auto at =
            std::find_if(items.begin(), items.end(), [&](const CountedItem& one) { return one.key == count.item; });
        if (at == items.end()) return CountFault::unknown_item;
        if (!seen.insert(count.item.text()).second) return CountFault::twice;
        if (count.count < 0 || count.count > at->most) return CountFault::out_of_range;
    }
    return CountFault::none;
}

std::int64_t looked_up(const TableScore& rule, std::int64_t number) {
    const auto after = std::find_if(rule.rows.begin(), rule.rows.end(),
                                    [&](const TableRow& row) { return *to_micro(row.from) > number; });
    return *to_micro((after - 1)->score);
}

} // namespace kaibiao::score
