#include "kaibiao/tender/periods.h"

namespace kaibiao::tender {

namespace {

constexpr std::int64_t milliseconds_per_second = 1'000;
constexpr std::int64_t milliseconds_per_day = 86'400'000;

std::string_view unit_word(RuleUnit unit) { return unit == RuleUnit::days ? " days" : " seconds"; }

Status check_period(const Rule& rule, Instant from, Instant to) {
    if (period_holds(rule, from, to)) return ok();
    return too_short(rule, elapsed_units(rule.unit, from, to));
}

Error wrong_committee(const Rule& rule) {
    return Error(ErrorCode::committee_wrong, {}, rule.source + ": " + rule.label.en + " " + std::to_string(rule.value));
}

} // namespace

std::int64_t elapsed_units(RuleUnit unit, Instant from, Instant to) {
    if (unit == RuleUnit::days)
        return (to.local_midnight().milliseconds() - from.local_midnight().milliseconds()) / milliseconds_per_day;
    return (to.milliseconds() - from.milliseconds()) / milliseconds_per_second;
}

bool period_holds(const Rule& rule, Instant from, Instant to) {
    return from <= to && elapsed_units(rule.unit, from, to) >= rule.value;
}

Instant earliest_end(const Rule& rule, Instant from) {
    if (rule.unit == RuleUnit::days) return from.local_midnight().plus_days(static_cast<int>(rule.value));
    return from.plus_milliseconds(milliseconds_of(rule));
}

std::int64_t milliseconds_of(const Rule& rule) {
    return rule.value * (rule.unit == RuleUnit::days ? milliseconds_per_day : milliseconds_per_second);
}

Error too_short(const Rule& rule, std::int64_t elapsed) {
    return Error(ErrorCode::period_too_short, {},
                 rule.source + ": at least " + std::to_string(rule.value) + std::string(unit_word(rule.unit)) +
                     ", here " + std::to_string(elapsed));
}

Status check_time_to_bid(const RuleProfile& profile, Instant issued_from, Instant published_at, Instant deadline) {
    const Instant from = issued_from < published_at ? published_at : issued_from;
    TRY(check_period(profile.rule(RuleKey::time_to_bid), from, deadline));
    return check_period(profile.rule(RuleKey::documents_available), from, deadline);
}

Status check_clarification_lead(const RuleProfile& profile, Instant clarified_at, Instant deadline) {
    return check_period(profile.rule(RuleKey::clarification_lead), clarified_at, deadline);
}

Status check_committee_size(const RuleProfile& profile, const CommitteeSize& size) {
    const Rule& least = profile.rule(RuleKey::committee_minimum);
    const Rule& odd = profile.rule(RuleKey::committee_odd);
    const Rule& experts = profile.rule(RuleKey::committee_experts);
    if (size.members < least.value || size.members < 1) return wrong_committee(least);
    if (odd.value != 0 && size.members % 2 == 0) return wrong_committee(odd);
    if (size.experts * 3 < size.members * experts.value) return wrong_committee(experts);
    return ok();
}

} // namespace kaibiao::tender
