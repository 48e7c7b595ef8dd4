#pragma once
/// The rules of the process as data: numbers with their unit and their source in law, one profile for each kind of
/// procurement, versioned and published with every lot, so that a centre can correct a number without a release.
/// docs/formats/rule-profile.md. Sources: 招标投标法 (BL), its 实施条例 (IR), 电子招标投标办法 (EB),
/// 评标委员会和评标方法暂行规定 (EC), 政府采购货物和服务招标投标管理办法 (GP).

#include "kaibiao/tender/party.h"

#include <array>
#include <span>
#include <vector>

namespace kaibiao::tender {

/// Persisted by name.
enum class RuleUnit : std::uint8_t {
    days = 1, ///< calendar days of the centre's time zone; the day it begins is not counted
    seconds = 2,
    count = 3,
    thirds = 4, ///< of the members of a committee
    flag = 5,   ///< 0 or 1
    percent = 6,
};

/// Persisted by name; a profile has every one of them, in this order, but for those that came later (optional).
enum class RuleKey : std::uint8_t {
    time_to_bid,         ///< from first issue of the documents to the deadline, at least. BL 24
    documents_available, ///< documents can be had for at least. IR 16
    clarification_lead,  ///< from a clarification that affects bids to the deadline, at least. IR 21
    bidders_minimum,     ///< fewer bidders: no opening. IR 44
    ceiling_allowed,     ///< a highest price may be published. IR 27
    floor_allowed,       ///< a lowest price may be published. IR 27
    committee_minimum,   ///< members, at least. BL 37
    committee_odd,       ///< the number of members is odd. BL 37
    committee_experts,   ///< share of experts, at least. BL 37
    candidates_minimum,  ///< IR 53
    candidates_maximum,  ///< IR 53
    crl_grace,           ///< how long after nextUpdate a revocation list is still taken
    release_window,      ///< time that bidders have to release their secrets, at least. EB 31 says what lateness costs
    price_weight,        ///< share of the price in all points, at least, where a method has points. GP 55
    price_by_lowest,     ///< optional: points by the lowest price, of all prices; then the lower price. GP 55, 57
};
inline constexpr std::size_t rule_count = 15;

struct Rule {
    std::int64_t value = 0;
    RuleUnit unit = RuleUnit::count;
    std::string source; ///< article, such as `BL 24`
    BilingualText label;
    bool operator==(const Rule&) const = default;
};

/// Persisted by name.
enum class TenderKind : std::uint8_t { works = 1, goods = 2, services = 3 };
std::string_view tender_kind_name(TenderKind kind);
/// Errors: command_malformed.
Result<TenderKind> parse_tender_kind(std::string_view name);

/// Trial profiles are labelled on every page and only accepted by trial servers.
enum class ProfileUse : std::uint8_t { production = 1, trial = 2 };

struct RuleProfile {
    std::string id; ///< such as `works`
    int version = 1;
    BilingualText label;
    ProfileUse use = ProfileUse::production;
    std::vector<TenderKind> kinds; ///< what it may be used for, ascending, not empty
    std::array<Rule, rule_count> rules;

    /// An optional rule that the profile does not have is zero and without a label.
    const Rule& rule(RuleKey key) const { return rules[static_cast<std::size_t>(key)]; }
    bool covers(TenderKind kind) const;
    bool operator==(const RuleProfile&) const = default;
};

/// How a notice names its profile.
struct ProfileReference {
    std::string id;
    int version = 1;
    Digest digest{}; ///< profile_digest
    bool operator==(const ProfileReference&) const = default;
};

codec::Json write_profile(const RuleProfile& profile);
/// Strict: every rule that is not optional, each once, with a unit that fits it and a value in range. Errors: those of
/// ObjectReader, rule_profile_malformed.
Result<RuleProfile> read_profile(const codec::Json& json, const std::string& place);
/// SHA-256("kaibiao/profile/v1" ‖ canonical JSON).
Digest profile_digest(const RuleProfile& profile);
ProfileReference reference_to(const RuleProfile& profile);

codec::Json write_profile_reference(const ProfileReference& reference);
Result<ProfileReference> read_profile_reference(const codec::Json& json, const std::string& place);

/// `works` (BL, IR, EB, EC), `gp-goods` and `gp-services` (GP), and `trial`; the newest version of each before those it
/// replaced, under which lots were published.
const std::vector<RuleProfile>& built_in_profiles();
/// nullptr when there is no such profile. The digest is not looked at.
const RuleProfile* find_profile(std::span<const RuleProfile> profiles, std::string_view id, int version);
/// The newest built-in version, the one that new lots are published by; nullptr when there is none.
const RuleProfile* newest_profile(std::string_view id);

} // namespace kaibiao::tender
