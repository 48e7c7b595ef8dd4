#include "kaibiao/tender/notice.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/log/note.h"
#include "kaibiao/log/policy.h"
#include "kaibiao/tender/evaluation.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/periods.h"
#include "notice_format.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

namespace member = notice_member;
using codec::Json;

constexpr std::size_t longest_log_policy = 4096;

Error malformed(std::string place, std::string_view reason) {
    return Error(ErrorCode::command_malformed, std::move(place), std::string(reason));
}

// ---- members that are objects

Result<Project> read_project(codec::ObjectReader& notice) {
    TRY_ASSIGN(const Json* json, notice.object(member::project));
    codec::ObjectReader reader(*json, notice.place_of(member::project));
    Project project;
    TRY_ASSIGN(project.code, reader.string("code", longest_name));
    TRY_ASSIGN(const Json* name, reader.object("name"));
    TRY_ASSIGN(project.name, read_bilingual(*name, reader.place_of("name"), longest_name));
    TRY(reader.finish());
    return project;
}

Result<TenderDocument> read_document(const Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    TenderDocument document;
    TRY_ASSIGN(document.name, reader.string("name", longest_name));
    TRY_ASSIGN(document.digest, reader.hex<32>("digest"));
    TRY_ASSIGN(const std::int64_t bytes, reader.integer("bytes", 0, largest_document));
    document.bytes = static_cast<std::uint64_t>(bytes);
    TRY_ASSIGN(document.media_type, reader.string("media_type", longest_name));
    TRY(reader.finish());
    return document;
}

Json write_document(const TenderDocument& document) {
    return Json::object()
        .set("bytes", static_cast<std::int64_t>(document.bytes))
        .set("digest", codec::encode_hex(document.digest))
        .set("media_type", document.media_type)
        .set("name", document.name);
}

Result<std::vector<TenderDocument>> read_documents(codec::ObjectReader& notice) {
    TRY_ASSIGN(const Json::Array* items, notice.array(member::documents, most_documents));
    std::vector<TenderDocument> documents;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(TenderDocument document, read_document((*items)[i], notice.place_of(member::documents, i)));
        documents.push_back(std::move(document));
    }
    return documents;
}

Result<PanelPapers> read_papers(codec::ObjectReader& reader) {
    PanelPapers papers;
    TRY_ASSIGN(papers.certificate, reader.byte_string("certificate", largest_panel_certificate));
    TRY_ASSIGN(const Json::Array* seats, reader.array("seats", most_officers));
    papers.seats = *seats;
    return papers;
}

Status read_panel(codec::ObjectReader& parent, Notice& notice) {
    TRY_ASSIGN(const Json* json, parent.any(member::panel));
    if (json->is_null()) return ok();
    codec::ObjectReader reader(*json, parent.place_of(member::panel));
    seal::Panel panel;
    TRY_ASSIGN(panel.id, reader.string("id", longest_party_id));
    TRY_ASSIGN(const ByteArray<32> y, reader.bytes<32>("y"));
    TRY_ASSIGN(panel.y, crypto::Point::decode(y));
    TRY_ASSIGN(const std::int64_t n, reader.integer("n", 1, most_officers));
    TRY_ASSIGN(const std::int64_t k, reader.integer("k", 1, n));
    panel.n = static_cast<int>(n);
    panel.k = static_cast<int>(k);
    TRY_ASSIGN(notice.papers, read_papers(reader));
    notice.panel = std::move(panel);
    return reader.finish();
}

// ---- groups of members

Result<Party> read_member_party(codec::ObjectReader& notice, std::string_view key) {
    TRY_ASSIGN(const Json* json, notice.object(key));
    return read_party(*json, notice.place_of(key));
}

/// What is bought, by whom.
Status read_subject(codec::ObjectReader& reader, Notice& notice) {
    TRY_ASSIGN(notice.project, read_project(reader));
    TRY_ASSIGN(const Json* title, reader.object(member::title));
    TRY_ASSIGN(notice.title, read_bilingual(*title, reader.place_of(member::title), longest_name));
    TRY_ASSIGN(notice.tenderer, read_member_party(reader, member::tenderer));
    TRY_ASSIGN(notice.supervisor, read_member_party(reader, member::supervisor));
    TRY_ASSIGN(const std::string kind, reader.string(member::kind));
    const Result<TenderKind> parsed = parse_tender_kind(kind);
    if (!parsed.ok()) return malformed(reader.place_of(member::kind), parsed.error().detail);
    notice.kind = *parsed;
    TRY_ASSIGN(notice.region, reader.string(member::region, longest_name));
    TRY_ASSIGN(notice.industry, reader.string(member::industry, longest_name));
    TRY_ASSIGN(notice.documents, read_documents(reader));
    return ok();
}

/// When.
Status read_times(codec::ObjectReader& reader, Notice& notice) {
    TRY_ASSIGN(notice.issue_from, read_instant(reader, member::issue_from));
    TRY_ASSIGN(notice.deadline, read_instant(reader, member::deadline));
    TRY_ASSIGN(notice.release_window_milliseconds,
               reader.integer(member::release_window, shortest_release_window, longest_release_window));
    return ok();
}

/// Under which lock.
Status read_lock(codec::ObjectReader& reader, Notice& notice) {
    TRY_ASSIGN(const std::string policy, reader.string(member::policy));
    TRY_ASSIGN(notice.policy, seal::parse_lock_policy(policy));
    TRY(read_panel(reader, notice));
    TRY_ASSIGN(notice.log_key, reader.string(member::log_key));
    if (reader.has(member::log_policy)) {
        TRY_ASSIGN(notice.log_policy, reader.string(member::log_policy, longest_log_policy));
        if (notice.log_policy.empty()) return malformed(reader.place_of(member::log_policy), "empty: left out instead");
    }
    TRY_ASSIGN(const std::string announce, reader.string(member::announce));
    if (announce != announce_together) return malformed(reader.place_of(member::announce), "together, so far");
    TRY_ASSIGN(const bool fallback, reader.boolean(member::fallback));
    notice.fallback = fallback ? Fallback::allowed : Fallback::refused;
    return ok();
}

/// By which rules and numbers.
Status read_rules(codec::ObjectReader& reader, Notice& notice) {
    if (reader.has(member::floor))
        return Error(ErrorCode::price_limit_forbidden, reader.place_of(member::floor), "IR 27");
    TRY_ASSIGN(const Json* ceiling, reader.any(member::ceiling));
    if (!ceiling->is_null()) {
        TRY_ASSIGN(const std::string text, reader.string(member::ceiling));
        TRY_ASSIGN(notice.ceiling, Money::parse_yuan(text));
        if (notice.ceiling->yuan() != text) return Error(ErrorCode::money_malformed, reader.place_of(member::ceiling));
    }
    TRY_ASSIGN(const Json* profile, reader.object(member::profile));
    TRY_ASSIGN(notice.profile, read_profile_reference(*profile, reader.place_of(member::profile)));
    TRY_ASSIGN(const Json* method, reader.object(member::method));
    TRY_ASSIGN(notice.method, decode_method(*method, reader.place_of(member::method)));
    TRY_ASSIGN(const std::int64_t envelopes, reader.integer(member::envelopes, 1, 2));
    if (envelopes != envelopes_of(notice))
        return malformed(reader.place_of(member::envelopes), "two exactly where the method has a technical stage");
    return ok();
}

// ---- checks

Status check_panel(const Notice& notice) {
    if (seal::needs_officers(notice.policy) != notice.panel.has_value())
        return malformed("/panel", "the policy and the panel do not fit");
    return ok();
}

Status check_log_key(const Notice& notice, std::string_view origin) {
    const Result<log::VerifierKey> key = log::VerifierKey::parse(notice.log_key);
    if (!key.ok()) return Error(key.error().code, "/log_key");
    if (key->name() != origin || key->type() != log::NoteKeyType::ed25519)
        return Error(ErrorCode::jws_payload_wrong_context, "/log_key");
    return ok();
}

/// The witnesses without whom nobody should give anything away. What officers hold opens every bid, so that outside a
/// trial their log has one.
Status check_log_policy(const Notice& notice, std::string_view origin, const RuleProfile& profile) {
    if (notice.log_policy.empty()) {
        const bool needed = seal::needs_officers(notice.policy) && profile.use != ProfileUse::trial;
        return needed ? Status(Error(ErrorCode::witness_quorum_missing, "/log_policy")) : ok();
    }
    const auto at_member = [](const Error& error) { return Error(error.code, "/log_policy", error.detail); };
    const Result<log::LogPolicy> policy = log::parse_policy(notice.log_policy);
    if (!policy.ok()) return at_member(policy.error());
    const Result<log::LogTrust> trust = log::trust_of(*policy, std::string(origin));
    if (!trust.ok()) return at_member(trust.error());
    const auto pinned = [&](const log::VerifierKey& key) { return key.text() == notice.log_key; };
    if (std::none_of(trust->log_keys.begin(), trust->log_keys.end(), pinned))
        return Error(ErrorCode::jws_payload_wrong_context, "/log_policy", "it names another log key");
    return trust->quorum.wanted ? ok() : Status(Error(ErrorCode::witness_quorum_missing, "/log_policy"));
}

Status check_release_window(const Notice& notice, const RuleProfile& profile) {
    const Rule& rule = profile.rule(RuleKey::release_window);
    const std::int64_t demanded = milliseconds_of(rule);
    if (notice.release_window_milliseconds >= demanded) return ok();
    const Error error = too_short(rule, notice.release_window_milliseconds * rule.value / demanded);
    return Error(error.code, "/release_window_ms", error.detail);
}

/// price points / all points >= percent / 100. A method without points has no weights.
Status check_price_weight(const score::Method& method, const RuleProfile& profile) {
    const Rule& rule = profile.rule(RuleKey::price_weight);
    if (method.points.units() == 0) return ok();
    TRY_ASSIGN(const Rational price,
               Rational::from_decimal(score::points_of(method.price)).times(Rational::from_integer(100)));
    TRY_ASSIGN(const Rational least, Rational::from_decimal(method.points).times(Rational::from_integer(rule.value)));
    if (price.compare(least) < 0) return Error(ErrorCode::price_weight_too_small, "/method/price", rule.source);
    return ok();
}

/// Of a method with points; one without ranks by the price.
Status check_price_rule(const score::Method& method, const RuleProfile& profile) {
    const Rule& rule = profile.rule(RuleKey::price_by_lowest);
    if (rule.value == 0 || !score::has_total(method)) return ok();
    if (!std::holds_alternative<score::LowPrice>(method.price))
        return Error(ErrorCode::method_forbidden, "/method/price", rule.source);
    if (method.ranking.size() < 2 || method.ranking[1] != score::RankKey::price)
        return Error(ErrorCode::method_forbidden, "/method/ranking", rule.source);
    return ok();
}

/// Parts of methods that need something a lot does not have: draws of parameters by the officers, an act that states
/// how often an adjustment applies to a bid. Published, they could never be evaluated as written.
Status check_supported(const score::Method& method) {
    const auto refused = [](const char* place, const char* why) {
        return Error(ErrorCode::method_not_supported, place, why);
    };
    if (!method.parameters.empty()) return refused("/method/parameters", "the opening has no draw of parameters");
    if (method.technical_stage && !needs_committee(method))
        return Error(ErrorCode::method_malformed, "/method/technical_stage", "nothing is scored");
    if (!method.adjustments.empty()) return refused("/method/adjustments", "no act states how often a rule applies");
    return ok();
}

Status check_numbers(const Notice& notice, const RuleProfile& profile) {
    if (notice.ceiling && profile.rule(RuleKey::ceiling_allowed).value == 0)
        return Error(ErrorCode::price_limit_forbidden, "/ceiling", profile.rule(RuleKey::ceiling_allowed).source);
    const auto* lowest = std::get_if<score::LowestEvaluated>(&notice.method.price);
    if (lowest != nullptr && lowest->minimum_price && profile.rule(RuleKey::floor_allowed).value == 0)
        return Error(ErrorCode::price_limit_forbidden, "/method/price/minimum_price",
                     profile.rule(RuleKey::floor_allowed).source);
    const Status method = score::check_method(notice.method);
    if (!method.ok()) return Error(method.error().code, "/method" + method.error().place, method.error().detail);
    TRY(check_price_rule(notice.method, profile));
    TRY(check_price_weight(notice.method, profile));
    TRY(check_supported(notice.method));
    if (profile.use != ProfileUse::trial && !needs_committee(notice.method))
        return Error(ErrorCode::method_malformed, "/method/sections", "a committee has nothing to judge (BL 37)");
    if (notice.method.ceiling != notice.ceiling)
        return Error(ErrorCode::method_malformed, "/method/ceiling", "not the notice's");
    const std::int64_t candidates = notice.method.candidates;
    if (candidates < profile.rule(RuleKey::candidates_minimum).value ||
        candidates > profile.rule(RuleKey::candidates_maximum).value)
        return Error(ErrorCode::method_malformed, "/method/candidates",
                     profile.rule(RuleKey::candidates_maximum).source);
    return ok();
}

} // namespace

int envelopes_of(const Notice& notice) { return notice.method.technical_stage ? 2 : 1; }

Result<Notice> read_notice(const Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    Notice notice;
    TRY(read_subject(reader, notice));
    TRY(read_times(reader, notice));
    TRY(read_lock(reader, notice));
    TRY(read_rules(reader, notice));
    TRY(reader.finish());
    return notice;
}

Json write_panel(const Notice& notice) {
    if (!notice.panel) return Json();
    const PanelPapers papers = notice.papers.value_or(PanelPapers());
    return Json::object()
        .set("certificate", codec::encode_base64(papers.certificate))
        .set("id", notice.panel->id)
        .set("k", notice.panel->k)
        .set("n", notice.panel->n)
        .set("seats", Json(papers.seats))
        .set("y", codec::encode_base64(notice.panel->y.bytes()));
}

Json write_notice(const sign::CommandEnvelope& envelope, const Notice& notice) {
    Json documents = Json::array();
    for (const TenderDocument& document : notice.documents) documents.push(write_document(document));
    Json out = sign::write_envelope(envelope);
    if (!notice.log_policy.empty()) out.set(member::log_policy, notice.log_policy);
    return out.set(member::announce, announce_together)
        .set(member::ceiling, notice.ceiling ? Json(notice.ceiling->yuan()) : Json())
        .set(member::deadline, notice.deadline.text())
        .set(member::documents, std::move(documents))
        .set(member::envelopes, envelopes_of(notice))
        .set(member::fallback, notice.fallback == Fallback::allowed)
        .set(member::industry, notice.industry)
        .set(member::issue_from, notice.issue_from.text())
        .set(member::kind, tender_kind_name(notice.kind))
        .set(member::log_key, notice.log_key)
        .set(member::method, encode_method(notice.method))
        .set(member::panel, write_panel(notice))
        .set(member::policy, seal::name_of(notice.policy))
        .set(member::profile, write_profile_reference(notice.profile))
        .set(member::project,
             Json::object().set("code", notice.project.code).set("name", write_bilingual(notice.project.name)))
        .set(member::region, notice.region)
        .set(member::release_window, notice.release_window_milliseconds)
        .set(member::supervisor, write_party(notice.supervisor))
        .set(member::tenderer, write_party(notice.tenderer))
        .set(member::title, write_bilingual(notice.title));
}

Status check_notice(const Notice& notice, const RuleProfile& profile, std::string_view origin) {
    if (!profile.covers(notice.kind))
        return Error(ErrorCode::rule_profile_unknown, "/kind", "not covered by the profile");
    if (notice.deadline <= notice.issue_from)
        return Error(ErrorCode::period_too_short, "/deadline", "it is not after /issue_from");
    if (notice.fallback == Fallback::allowed) return Error(ErrorCode::policy_unavailable, "/fallback");
    if (notice.tenderer.id == notice.supervisor.id) return malformed("/supervisor", "is the tenderer");
    TRY(check_panel(notice));
    TRY(check_release_window(notice, profile));
    TRY(check_log_key(notice, origin));
    TRY(check_log_policy(notice, origin, profile));
    return check_numbers(notice, profile);
}

} // namespace kaibiao::tender
