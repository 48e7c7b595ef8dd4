#include "kaibiao/tender/rule_profile.h"

#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::tender;
using codec::Json;

namespace {

Json profile_json(std::size_t index) { return write_profile(built_in_profiles()[index]); }

/// The profile with one member of one rule changed.
Json with_rule_member(std::string_view rule, std::string_view key, Json value) {
    Json json = profile_json(0);
    Json rules = *json.find("rules");
    Json changed = *rules.find(rule);
    changed.set(key, std::move(value));
    rules.set(rule, std::move(changed));
    json.set("rules", std::move(rules));
    return json;
}

ErrorCode refusal(const Json& json) {
    const Result<RuleProfile> profile = read_profile(json, {});
    REQUIRE_FALSE(profile.ok());
    return profile.error().code;
}

} // namespace

TEST_CASE("rule profile: every built-in profile reads back as it was written") {
    for (const RuleProfile& profile : built_in_profiles()) {
        const std::string text = codec::dump_canonical(write_profile(profile));
        test::record(profile.id, text);
        const Result<RuleProfile> read = read_profile(codec::parse_canonical(as_bytes(text)).value(), {});
        REQUIRE(read.ok());
        CHECK(*read == profile);
        CHECK(codec::dump_canonical(write_profile(*read)) == text);
        test::record("digest", profile_digest(profile));
    }
}

TEST_CASE("rule profile: works has the numbers of the law") {
    const RuleProfile* works = find_profile(built_in_profiles(), "works", 1);
    REQUIRE(works != nullptr);
    CHECK(works->use == ProfileUse::production);
    CHECK(works->rule(RuleKey::time_to_bid).value == 20);
    CHECK(works->rule(RuleKey::time_to_bid).unit == RuleUnit::days);
    CHECK(works->rule(RuleKey::time_to_bid).source == "BL 24");
    CHECK(works->rule(RuleKey::documents_available).value == 5);
    CHECK(works->rule(RuleKey::clarification_lead).value == 15);
    CHECK(works->rule(RuleKey::bidders_minimum).value == 3);
    CHECK(works->rule(RuleKey::ceiling_allowed).value == 1);
    CHECK(works->rule(RuleKey::floor_allowed).value == 0);
    CHECK(works->rule(RuleKey::committee_minimum).value == 5);
    CHECK(works->rule(RuleKey::candidates_maximum).value == 3);
}

TEST_CASE("rule profile: trial is marked, counts in seconds and needs one bidder") {
    const RuleProfile* trial = find_profile(built_in_profiles(), "trial", 1);
    REQUIRE(trial != nullptr);
    CHECK(trial->use == ProfileUse::trial);
    CHECK(trial->rule(RuleKey::time_to_bid).unit == RuleUnit::seconds);
    CHECK(trial->rule(RuleKey::bidders_minimum).value == 1);
}

TEST_CASE("rule profile: the newest version of a name is the one for new lots, and the older one keeps its bytes") {
    const RuleProfile* first = find_profile(built_in_profiles(), "gp-goods", 1);
    REQUIRE(first != nullptr);
    CHECK(codec::encode_hex(profile_digest(*first)) ==
          "acec8cdd154e2beb665f1fc07437a43889b33120b4b12e6a7c002b890b983b39");
    CHECK(write_profile(*first).find("rules")->find("price_by_lowest") == nullptr);
    CHECK(first->rule(RuleKey::price_by_lowest).value == 0);
    const RuleProfile* newest = newest_profile("gp-goods");
    REQUIRE(newest != nullptr);
    CHECK(newest->version == 2);
    CHECK(codec::encode_hex(profile_digest(*newest)) ==
          "1f46f6f5be0323cf4d068beb6f3180bf55e764a261f0a24c4797350baab16e4f");
    CHECK(newest->rule(RuleKey::price_by_lowest).value == 1);
    CHECK(newest_profile("works")->rule(RuleKey::price_by_lowest).value == 0);
    CHECK(newest_profile("work") == nullptr);
}

TEST_CASE("rule profile: a changed number changes the digest") {
    RuleProfile profile = built_in_profiles()[0];
    const Digest before = profile_digest(profile);
    profile.rules[0].value = 19;
    CHECK(profile_digest(profile) != before);
}

TEST_CASE("rule profile: an unknown or missing profile is not found") {
    CHECK(find_profile(built_in_profiles(), "works", 2) == nullptr);
    CHECK(find_profile(built_in_profiles(), "work", 1) == nullptr);
}

TEST_CASE("rule profile: a missing rule, an unknown rule and an unknown member are refused") {
    Json json = profile_json(0);
    Json rules = *json.find("rules");
    rules.as_object()->erase("bidders_minimum");
    json.set("rules", rules);
    CHECK(refusal(json) == ErrorCode::json_member_missing);
    rules = *profile_json(0).find("rules");
    rules.set("luck", *rules.find("crl_grace"));
    json.set("rules", rules);
    CHECK(refusal(json) == ErrorCode::json_member_unknown);
    CHECK(refusal(with_rule_member("crl_grace", "note", Json("x"))) == ErrorCode::json_member_unknown);
}

TEST_CASE("rule profile: a unit that does not fit its rule is refused") {
    CHECK(refusal(with_rule_member("time_to_bid", "unit", Json("count"))) == ErrorCode::rule_profile_malformed);
    CHECK(refusal(with_rule_member("bidders_minimum", "unit", Json("days"))) == ErrorCode::rule_profile_malformed);
    CHECK(refusal(with_rule_member("committee_experts", "unit", Json("percent"))) == ErrorCode::rule_profile_malformed);
}

TEST_CASE("rule profile: numbers outside their range are refused") {
    CHECK(refusal(with_rule_member("time_to_bid", "value", Json(-1))) == ErrorCode::json_member_range);
    CHECK(refusal(with_rule_member("ceiling_allowed", "value", Json(2))) == ErrorCode::json_member_range);
    CHECK(refusal(with_rule_member("committee_experts", "value", Json(4))) == ErrorCode::json_member_range);
    CHECK(refusal(with_rule_member("bidders_minimum", "value", Json(0))) == ErrorCode::rule_profile_malformed);
    CHECK(refusal(with_rule_member("candidates_minimum", "value", Json(4))) == ErrorCode::rule_profile_malformed);
}

TEST_CASE("rule profile: kinds ascend and are not empty") {
    Json json = profile_json(0);
    json.set("kinds", Json(Json::Array{Json("goods"), Json("works")}));
    CHECK(refusal(json) == ErrorCode::rule_profile_malformed);
    json.set("kinds", Json::array());
    CHECK(refusal(json) == ErrorCode::rule_profile_malformed);
    json.set("kinds", Json(Json::Array{Json("roads")}));
    CHECK(refusal(json) == ErrorCode::rule_profile_malformed);
}
