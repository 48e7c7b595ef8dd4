#include "kaibiao/tender/rule_profile.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "rule_profile_format.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

Error malformed(std::string place, std::string_view reason) {
    return Error(ErrorCode::rule_profile_malformed, std::move(place), std::string(reason));
}

std::string_view unit_name(RuleUnit unit) {
    for (const UnitName& row : unit_names)
        if (row.unit == unit) return row.name;
    std::abort();
}

Result<RuleUnit> parse_unit(std::string_view name, const std::string& place) {
    for (const UnitName& row : unit_names)
        if (row.name == name) return row.unit;
    return malformed(place, "unknown unit");
}

bool unit_fits(RuleMeasure measure, RuleUnit unit) {
    switch (measure) {
    case RuleMeasure::period: return unit == RuleUnit::days || unit == RuleUnit::seconds;
    case RuleMeasure::count: return unit == RuleUnit::count;
    case RuleMeasure::thirds: return unit == RuleUnit::thirds;
    case RuleMeasure::flag: return unit == RuleUnit::flag;
    case RuleMeasure::percent: return unit == RuleUnit::percent;
    }
    return false;
}

std::int64_t largest_value(RuleUnit unit) {
    if (unit == RuleUnit::flag) return 1;
    if (unit == RuleUnit::percent) return 100;
    return unit == RuleUnit::thirds ? 3 : largest_rule_value;
}

codec::Json write_rule(const Rule& rule) {
    return codec::Json::object()
        .set("label", write_bilingual(rule.label))
        .set("source", rule.source)
        .set("unit", unit_name(rule.unit))
        .set("value", rule.value);
}

Result<Rule> read_rule(const codec::Json& json, const std::string& place, RuleMeasure measure) {
    codec::ObjectReader reader(json, place);
    Rule rule;
    TRY_ASSIGN(const codec::Json* label, reader.object("label"));
    TRY_ASSIGN(rule.label, read_bilingual(*label, reader.place_of("label"), longest_name));
    TRY_ASSIGN(rule.source, reader.string("source", longest_name));
    TRY_ASSIGN(const std::string unit, reader.string("unit"));
    TRY_ASSIGN(rule.unit, parse_unit(unit, reader.place_of("unit")));
    if (!unit_fits(measure, rule.unit)) return malformed(reader.place_of("unit"), "the unit does not fit the rule");
    TRY_ASSIGN(rule.value, reader.integer("value", 0, largest_value(rule.unit)));
    TRY(reader.finish());
    return rule;
}

Result<std::array<Rule, rule_count>> read_rules(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    std::array<Rule, rule_count> rules;
    for (std::size_t i = 0; i < rule_count; ++i) {
        if (rule_forms[i].presence == RulePresence::optional && !reader.has(rule_forms[i].name)) continue;
        TRY_ASSIGN(const codec::Json* rule, reader.object(rule_forms[i].name));
        TRY_ASSIGN(rules[i], read_rule(*rule, reader.place_of(rule_forms[i].name), rule_forms[i].measure));
    }
    TRY(reader.finish());
    return rules;
}

Result<std::vector<TenderKind>> read_kinds(const codec::Json::Array& items, const std::string& place) {
    std::vector<TenderKind> kinds;
    for (const codec::Json& item : items) {
        if (item.as_string() == nullptr) return Error(ErrorCode::json_member_type, place);
        const Result<TenderKind> kind = parse_tender_kind(*item.as_string());
        if (!kind.ok()) return malformed(place, "unknown kind");
        if (!kinds.empty() && kinds.back() >= *kind) return malformed(place, "kinds ascend");
        kinds.push_back(*kind);
    }
    if (kinds.empty()) return malformed(place, "no kind");
    return kinds;
}

Status check_profile(const RuleProfile& profile, const std::string& place) {
    const std::int64_t least = profile.rule(RuleKey::candidates_minimum).value;
    if (profile.id.empty()) return malformed(place + "/id", "empty");
    if (profile.rule(RuleKey::bidders_minimum).value < 1)
        return malformed(place + "/rules/bidders_minimum", "at least 1");
    if (least < 1 || least > profile.rule(RuleKey::candidates_maximum).value)
        return malformed(place + "/rules/candidates_minimum", "from 1 to the maximum");
    return ok();
}

codec::Json write_kinds(const RuleProfile& profile) {
    codec::Json kinds = codec::Json::array();
    for (const TenderKind kind : profile.kinds) kinds.push(codec::Json(tender_kind_name(kind)));
    return kinds;
}

} // namespace

std::string_view tender_kind_name(TenderKind kind) {
    for (const KindName& row : kind_names)
        if (row.kind == kind) return row.name;
    std::abort();
}

Result<TenderKind> parse_tender_kind(std::string_view name) {
    for (const KindName& row : kind_names)
        if (row.name == name) return row.kind;
    return Error(ErrorCode::command_malformed, {}, "the kind is works, goods or services");
}

bool RuleProfile::covers(TenderKind kind) const { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); }

codec::Json write_profile(const RuleProfile& profile) {
    codec::Json rules = codec::Json::object();
    for (std::size_t i = 0; i < rule_count; ++i)
        if (!profile.rules[i].label.zh.empty()) rules.set(rule_forms[i].name, write_rule(profile.rules[i]));
    return codec::Json::object()
        .set("id", profile.id)
        .set("kinds", write_kinds(profile))
        .set("label", write_bilingual(profile.label))
        .set("rules", std::move(rules))
        .set("trial", profile.use == ProfileUse::trial)
        .set("version", profile.version);
}

Result<RuleProfile> read_profile(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    RuleProfile profile;
    TRY_ASSIGN(profile.id, reader.string("id", longest_party_id));
    TRY_ASSIGN(const codec::Json::Array* kinds, reader.array("kinds", kind_names.size()));
    TRY_ASSIGN(profile.kinds, read_kinds(*kinds, reader.place_of("kinds")));
    TRY_ASSIGN(const codec::Json* label, reader.object("label"));
    TRY_ASSIGN(profile.label, read_bilingual(*label, reader.place_of("label"), longest_name));
    TRY_ASSIGN(const codec::Json* rules, reader.object("rules"));
    TRY_ASSIGN(profile.rules, read_rules(*rules, reader.place_of("rules")));
    TRY_ASSIGN(const bool trial, reader.boolean("trial"));
    profile.use = trial ? ProfileUse::trial : ProfileUse::production;
    TRY_ASSIGN(const std::int64_t version, reader.integer("version", 1, 1'000'000));
    profile.version = static_cast<int>(version);
    TRY(reader.finish());
    TRY(check_profile(profile, place));
    return profile;
}

Digest profile_digest(const RuleProfile& profile) {
    return crypto::sha256({as_bytes(profile_label), as_bytes(codec::dump_canonical(write_profile(profile)))});
}

ProfileReference reference_to(const RuleProfile& profile) {
    return {profile.id, profile.version, profile_digest(profile)};
}

codec::Json write_profile_reference(const ProfileReference& reference) {
    return codec::Json::object()
        .set("digest", codec::encode_hex(reference.digest))
        .set("id", reference.id)
        .set("version", reference.version);
}

Result<ProfileReference> read_profile_reference(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    ProfileReference reference;
    TRY_ASSIGN(reference.digest, reader.hex<32>("digest"));
    TRY_ASSIGN(reference.id, reader.string("id", longest_party_id));
    TRY_ASSIGN(const std::int64_t version, reader.integer("version", 1, 1'000'000));
    reference.version = static_cast<int>(version);
    TRY(reader.finish());
    return reference;
}

const RuleProfile* find_profile(std::span<const RuleProfile> profiles, std::string_view id, int version) {
    for (const RuleProfile& profile : profiles)
        if (profile.id == id && profile.version == version) return &profile;
    return nullptr;
}

} // namespace kaibiao::tender
