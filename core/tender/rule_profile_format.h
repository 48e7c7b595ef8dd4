#pragma once
/// Names of rules, units and kinds as they are persisted in rule profiles. docs/formats/rule-profile.md.

#include "kaibiao/tender/rule_profile.h"

namespace kaibiao::tender {

inline constexpr std::string_view profile_label = "kaibiao/profile/v1";
inline constexpr std::int64_t largest_rule_value = 1'000'000'000;

/// Which units a rule may be written in.
enum class RuleMeasure : std::uint8_t { period, count, thirds, flag, percent };

enum class RulePresence : std::uint8_t { always, optional };

struct RuleForm {
    std::string_view name;
    RuleMeasure measure;
    RulePresence presence = RulePresence::always;
};

/// In the order of RuleKey.
inline constexpr std::array<RuleForm, rule_count> rule_forms{{
    {"time_to_bid", RuleMeasure::period},
    {"documents_available", RuleMeasure::period},
    {"clarification_lead", RuleMeasure::period},
    {"bidders_minimum", RuleMeasure::count},
    {"ceiling_allowed", RuleMeasure::flag},
    {"floor_allowed", RuleMeasure::flag},
    {"committee_minimum", RuleMeasure::count},
    {"committee_odd", RuleMeasure::flag},
    {"committee_experts", RuleMeasure::thirds},
    {"candidates_minimum", RuleMeasure::count},
    {"candidates_maximum", RuleMeasure::count},
    {"crl_grace", RuleMeasure::period},
    {"release_window", RuleMeasure::period},
    {"price_weight", RuleMeasure::percent},
    {"price_by_lowest", RuleMeasure::flag, RulePresence::optional},
}};

struct UnitName {
    RuleUnit unit;
    std::string_view name;
};
inline constexpr std::array<UnitName, 6> unit_names{{
    {RuleUnit::days, "days"},
    {RuleUnit::seconds, "seconds"},
    {RuleUnit::count, "count"},
    {RuleUnit::thirds, "thirds"},
    {RuleUnit::flag, "flag"},
    {RuleUnit::percent, "percent"},
}};

struct KindName {
    TenderKind kind;
    std::string_view name;
};
inline constexpr std::array<KindName, 3> kind_names{{
    {TenderKind::works, "works"},
    {TenderKind::goods, "goods"},
    {TenderKind::services, "services"},
}};

} // namespace kaibiao::tender
