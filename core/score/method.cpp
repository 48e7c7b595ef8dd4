#include "kaibiao/score/method.h"

#include "adjustment.h"
#include "price_rule.h"
#include "step.h"

#include <algorithm>
#include <set>

namespace kaibiao::score {

namespace {

struct PointsOf {
    Decimal operator()(const Gate&) const { return {}; }
    Decimal operator()(const FreeScore& score) const { return score.range.maximum; }
    Decimal operator()(const BandedScore& score) const {
        return score.bands.empty() ? Decimal{} : score.bands[0].maximum;
    }
    Decimal operator()(const LowPrice& rule) const { return rule.points; }
    Decimal operator()(const LowestEvaluated&) const { return {}; }
};

std::string item(const std::string& place, std::size_t index) { return place + "/" + std::to_string(index); }

Error malformed(std::string place, const char* why) {
    return Error(ErrorCode::method_malformed, std::move(place), why);
}

Status check_rule_ranges(const Gate&, const std::string&) { return ok(); }

Status check_rule_ranges(const FreeScore& score, const std::string& place) {
    return check_step_range(score.range, place);
}

Status check_band(const Band& band, std::int64_t step, const std::string& place) {
    const auto minimum = to_micro(band.minimum), maximum = to_micro(band.maximum);
    if (!minimum || !maximum || *minimum < 0 || *maximum < *minimum)
        return Error(ErrorCode::method_range_impossible, place, "0 <= minimum <= maximum");
    if (*minimum % step != 0 || *maximum % step != 0)
        return Error(ErrorCode::method_range_impossible, place, "the step does not divide the band's limits");
    return ok();
}

Status check_rule_ranges(const BandedScore& score, const std::string& place) {
    const auto step = to_micro(score.step);
    if (!step || *step <= 0) return Error(ErrorCode::method_range_impossible, place + "/step", "must be positive");
    if (score.bands.empty() || score.bands.size() > max_bands) return malformed(place + "/bands", "1 to 20 bands");
    for (std::size_t i = 0; i < score.bands.size(); ++i) {
        const std::string at = item(place + "/bands", i);
        TRY(check_band(score.bands[i], *step, at));
        if (i > 0 && *to_micro(score.bands[i].maximum) >= *to_micro(score.bands[i - 1].minimum))
            return Error(ErrorCode::method_range_impossible, at, "bands overlap or are not listed best first");
    }
    if (*to_micro(score.bands[0].maximum) == 0) return Error(ErrorCode::method_range_impossible, place, "no points");
    return ok();
}

/// Points of the section's criteria, in millionths.
Result<std::int64_t> check_criteria(const Section& section, Keys& keys, const std::string& place) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < section.criteria.size(); ++i) {
        const Criterion& criterion = section.criteria[i];
        const std::string at = item(place + "/criteria", i);
        TRY(check_new_key(keys, criterion.key.text(), at));
        TRY(std::visit([&](const auto& rule) { return check_rule_ranges(rule, at + "/rule"); }, criterion.rule));
        sum += *to_micro(points_of(criterion.rule));
    }
    return sum;
}

Status check_declared(const Decimal& declared, std::int64_t sum, const std::string& place) {
    const auto points = to_micro(declared);
    if (points && *points == sum) return ok();
    return Error(ErrorCode::method_weights_wrong, place,
                 "declared " + declared.text() + ", the parts give " + Decimal::make(sum, max_places)->text());
}

Status check_sections(const Method& method) {
    if (method.sections.size() > max_sections) return malformed("/sections", "too many");
    Keys section_keys, criterion_keys;
    std::int64_t total = *to_micro(points_of(method.price));
    std::size_t count = 0;
    for (std::size_t i = 0; i < method.sections.size(); ++i) {
        const Section& section = method.sections[i];
        const std::string at = item("/sections", i);
        count += section.criteria.size();
        if (section.criteria.empty() || count > max_criteria) return malformed(at + "/criteria", "none or too many");
        TRY(check_new_key(section_keys, section.key.text(), at));
        TRY_ASSIGN(const std::int64_t sum, check_criteria(section, criterion_keys, at));
        TRY(check_declared(section.points, sum, at + "/points"));
        total += sum;
    }
    return check_declared(method.points, total, "/points");
}

Status check_aggregation(const Aggregation& aggregation) {
    const bool trimmed = aggregation.kind == AggregationKind::trimmed_mean;
    const bool sane = trimmed ? aggregation.trim_from >= 3 && aggregation.trim_from <= static_cast<int>(max_experts)
                              : aggregation.trim_from == 0;
    return sane ? ok() : Status(malformed("/aggregation", "trim_from is 3 to 1000 with trimmed_mean, else absent"));
}

/// A number rounded at one place may not be rounded more coarsely at a later one (docs/decisions/004-rounding.md).
Status check_rounding(const RoundingPlan& plan) {
    int finest = 0;
    const auto check = [&](const std::optional<Rounding>& rounding, const char* place, bool after) -> Status {
        if (!rounding) return ok();
        if (rounding->places < 0 || rounding->places > max_places) return malformed(place, "0 to 6 places");
        if (after && rounding->places < finest) return malformed(place, "rounds what was rounded before");
        finest = std::max(finest, rounding->places);
        return ok();
    };
    if (plan.evaluated_price && (plan.evaluated_price->places < 0 || plan.evaluated_price->places > 2))
        return malformed("/rounding/evaluated_price", "0 to 2 places");
    TRY(check(plan.criterion, "/rounding/criterion", false));
    TRY(check(plan.section, "/rounding/section", true));
    TRY(check(plan.price_score, "/rounding/price_score", false));
    return check(plan.total, "/rounding/total", true);
}

bool has_technical_points(const Method& method) {
    return std::any_of(method.sections.begin(), method.sections.end(), [](const Section& section) {
        return section.kind == SectionKind::technical && section.points.units() != 0;
    });
}

Status check_ranking(const Method& method) {
    const auto& keys = method.ranking;
    const RankKey first = first_key(method.price);
    if (keys.empty() || keys[0] != first) return malformed("/ranking/0", "not the key of this kind of method");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string at = item("/ranking", i);
        if (std::count(keys.begin(), keys.end(), keys[i]) > 1) return malformed(at, "named twice");
        if (keys[i] == RankKey::draw && i + 1 < keys.size()) return malformed(at, "a draw can only come last");
        if (keys[i] == RankKey::total && first != RankKey::total) return malformed(at, "the method has no points");
        if (keys[i] == RankKey::technical && !has_technical_points(method))
            return malformed(at, "there is no technical section with points");
    }
    return ok();
}

} // namespace

Decimal points_of(const CriterionRule& rule) { return std::visit(PointsOf{}, rule); }
Decimal points_of(const PriceRule& rule) { return std::visit(PointsOf{}, rule); }

Status check_method(const Method& method) {
    TRY(check_price_rule(method));
    TRY(check_adjustments(method));
    TRY(check_sections(method));
    TRY(check_aggregation(method.aggregation));
    TRY(check_rounding(method.rounding));
    TRY(check_ranking(method));
    if (method.candidates < 1 || method.candidates > 3) return malformed("/candidates", "1 to 3");
    return ok();
}

} // namespace kaibiao::score
