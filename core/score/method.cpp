#include "kaibiao/score/method.h"

#include "adjustment.h"
#include "aggregate.h"
#include "criterion_rule.h"
#include "formula.h"
#include "price_rule.h"
#include "step.h"
#include "technical_stage.h"

#include <algorithm>
#include <set>

namespace kaibiao::score {

namespace {

std::string item(const std::string& place, std::size_t index) { return place + numbered("/", index); }

Error malformed(std::string place, const char* why) {
    return Error(ErrorCode::method_malformed, std::move(place), why);
}

/// Points of the section's criteria, in millionths.
Result<std::int64_t> check_criteria(const Section& section, Keys& keys, const std::string& place) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < section.criteria.size(); ++i) {
        const Criterion& criterion = section.criteria[i];
        const std::string at = item(place + "/criteria", i);
        TRY(check_new_key(keys, criterion.key.text(), at));
        TRY(check_criterion_rule(criterion.rule, at + "/rule"));
        sum += *to_micro(points_of(criterion.rule));
    }
    return sum;
}

Status check_declared(const Decimal& declared, std::int64_t sum, const std::string& place) {
    const auto points = to_micro(declared);
    if (!points) return Error(ErrorCode::method_range_impossible, place, "from 0 to 1000000 with at most 6 decimals");
    if (*points == sum) return ok();
    return Error(ErrorCode::method_weights_wrong, place,
                 "declared " + declared.text() + ", the parts give " + Decimal::make(sum, max_places)->text());
}

/// Points of the price that add to those of the sections, in millionths.
std::int64_t own_points(const PriceRule& rule) { return *to_micro(points_of(rule)); }

Status check_sections(const Method& method) {
    if (method.sections.size() > max_sections) return malformed("/sections", "too many");
    Keys section_keys, criterion_keys;
    std::int64_t total = own_points(method.price);
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

/// A place that is on no other place's way.
Status check_free(const std::optional<Rounding>& rounding, const char* place) {
    if (!rounding || (rounding->places >= 0 && rounding->places <= max_places)) return ok();
    return malformed(place, "0 to 6 places");
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
    TRY(check_free(plan.benchmark, "/rounding/benchmark"));
    TRY(check_free(plan.deviation, "/rounding/deviation"));
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
    const RankKey first = price_traits(method).first_key;
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

Status check_percent(const std::optional<Decimal>& percent, const char* place) {
    if (!percent) return ok();
    const auto units = to_micro(*percent);
    if (units && *units > 0 && *units <= 100 * micro) return ok();
    return Error(ErrorCode::method_range_impossible, place, "above 0 to 100");
}

Status check_abnormally_low(const Method& method) {
    if (!method.abnormally_low) return ok();
    const AbnormallyLow& low = *method.abnormally_low;
    if (!low.percent_of_others && !low.percent_of_next) return malformed("/abnormally_low", "names no percentage");
    TRY(check_percent(low.percent_of_others, "/abnormally_low/percent_of_others"));
    return check_percent(low.percent_of_next, "/abnormally_low/percent_of_next");
}

} // namespace

Status check_method(const Method& method) {
    TRY(check_parameters(method));
    TRY(check_adjustments(method));
    TRY(check_price_rule(method));
    TRY(check_exact_range(method));
    TRY(check_sections(method));
    TRY(check_formulas(method));
    TRY(check_aggregation(method));
    TRY(check_rounding(method.rounding));
    TRY(check_ranking(method));
    TRY(check_technical_stage(method));
    TRY(check_abnormally_low(method));
    if (method.candidates < 1 || method.candidates > 3) return malformed("/candidates", "1 to 3");
    return ok();
}

} // namespace kaibiao::score
