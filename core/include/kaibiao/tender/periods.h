#pragma once
/// The statutory checks: what a rule profile demands of a notice, a clarification and a committee. Pure.

#include "kaibiao/tender/rule_profile.h"

namespace kaibiao::tender {

/// Whole units from `from` to `to`, negative when `to` is earlier. Days are calendar days of UTC+08:00 and the day it
/// begins is not counted (Civil Code 201), whatever the time of day; seconds are whole seconds.
std::int64_t elapsed_units(RuleUnit unit, Instant from, Instant to);
bool period_holds(const Rule& rule, Instant from, Instant to);
/// The earliest deadline that satisfies `rule` for a period that begins at `from`: midnight of a day, or a second.
Instant earliest_end(const Rule& rule, Instant from);

/// Of a period; days have 24 hours.
std::int64_t milliseconds_of(const Rule& rule);

/// period_too_short, saying what the rule demands and what there is, in the rule's unit.
Error too_short(const Rule& rule, std::int64_t elapsed);

/// Documents issued before their notice was published count from the publication. BL 24, IR 16.
/// Errors: period_too_short; the detail names the rule, what it demands and what there is.
Status check_time_to_bid(const RuleProfile& profile, Instant issued_from, Instant published_at, Instant deadline);
/// IR 21. Errors: period_too_short.
Status check_clarification_lead(const RuleProfile& profile, Instant clarified_at, Instant deadline);

/// Of a committee. BL 37, EC 9. Errors: committee_wrong; the detail names the rule.
struct CommitteeSize {
    std::int64_t members = 0;
    std::int64_t experts = 0;
};
Status check_committee_size(const RuleProfile& profile, const CommitteeSize& size);

} // namespace kaibiao::tender
