#include "cli/log_trust.h"

#include "cli/files.h"
#include "cli/subcommands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace kaibiao::cli {

void add_log_trust_options(CLI::App& app, LogTrustOptions& options) {
    filled(app.add_option("--log-key", options.log_key, "verifier key of the centre's log, or a file that holds it"));
    filled(app.add_option("--policy", options.policy,
                          "tlog-policy file of your own: the log's key and the witnesses who must have cosigned"));
}

namespace {

log::LogTrust trust_in(const log::VerifierKey& key) { return {key.name(), {key}, {}, {}}; }

/// A key as people compare it: its name and the eight digits of its id.
std::string short_key(const std::string& name, std::uint32_t id) {
    std::string digits = "00000000";
    for (std::size_t i = digits.size(); i-- > 0; id >>= 4) digits[i] = "0123456789abcdef"[id & 15];
    return name + "+" + digits;
}

std::string listed(const std::vector<std::string>& keys) {
    std::string out;
    for (const std::string& key : keys) out += (out.empty() ? "" : ", ") + key;
    return out.empty() ? "–" : out;
}

} // namespace

Error with_signers(const Error& error, std::string_view note, const log::LogTrust& trust) {
    if (error.code == ErrorCode::checkpoint_origin_wrong)
        return Error(error.code, error.place, "其日志 its log: " + error.detail + "; 应为 expected: " + trust.origin);
    if (error.code != ErrorCode::note_signature_missing) return error;
    std::vector<std::string> accepted, present;
    for (const log::VerifierKey& key : trust.log_keys) accepted.push_back(short_key(key.name(), key.id()));
    if (const auto decoded = log::decode_note(note); decoded.ok())
        for (const log::NoteSignature& one : decoded->signatures) present.push_back(short_key(one.name, one.key_id));
    return Error(error.code, error.place,
                 "接受的日志密钥 log keys accepted: " + listed(accepted) +
                     "; 便笺上的签名 signatures on the note: " + listed(present));
}

Result<log::LogTrust> log_trust_from(const std::string& key) {
    if (key.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    if (const auto given = log::VerifierKey::parse(key); given.ok()) return trust_in(*given);
    std::error_code ignored;
    // Keys have two plus signs.
    if (!std::filesystem::exists(key, ignored) && std::count(key.begin(), key.end(), '+') >= 2)
        return Error(ErrorCode::verifier_key_malformed, "--log-key", key);
    TRY_ASSIGN(const Bytes bytes, read_file(key, 1 << 20));
    std::string_view text = as_text(bytes);
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    const auto kept = log::VerifierKey::parse(text);
    if (!kept.ok())
        return Error(kept.error().code, key, "此处应为一行日志密钥 the key of a log, one line, is expected here");
    return trust_in(*kept);
}

Result<log::LogTrust> log_trust_in_policy(std::string_view text, const std::string& place) {
    const auto parsed = log::parse_policy(text);
    if (!parsed.ok()) return in_file(place, parsed.error());
    const log::LogPolicy& policy = *parsed;
    const auto elsewhere = [&](const log::PolicyLog& log) { return log.key.name() != policy.logs[0].key.name(); };
    if (policy.logs.empty() || std::any_of(policy.logs.begin(), policy.logs.end(), elsewhere))
        return Error(ErrorCode::log_policy_malformed, place, "应恰有一个日志 one log is expected");
    return log::trust_of(policy, policy.logs[0].key.name());
}

Result<log::LogTrust> log_trust_from(const LogTrustOptions& options) {
    if (options.policy.empty()) return log_trust_from(options.log_key);
    TRY_ASSIGN(const Bytes text, read_file(options.policy, log::max_policy_bytes));
    TRY_ASSIGN(log::LogTrust trust, log_trust_in_policy(as_text(text), options.policy));
    if (options.log_key.empty()) return trust;
    TRY_ASSIGN(log::LogTrust named, log_trust_from(options.log_key));
    if (std::find(trust.log_keys.begin(), trust.log_keys.end(), named.log_keys[0]) == trust.log_keys.end())
        return Error(ErrorCode::bundle_anchor_mismatch, "--log-key", "策略中的密钥不同 the policy names another key");
    trust.log_keys = std::move(named.log_keys);
    return trust;
}

Result<log::LogTrust> log_trust_of_server(client::ApiClient& api, const Output& output) {
    TRY_ASSIGN(const codec::Json centre, api.get("/api/centre"));
    const codec::Json* key = centre.find("log_key");
    if (key == nullptr || key->as_string() == nullptr) return Error(ErrorCode::json_member_missing, "/log_key");
    if (output.form() == OutputForm::human)
        std::cerr << "警告：日志密钥取自被核验的服务器，请与公布的密钥比对\n"
                     "warning: the log key comes from the server being checked; compare it with a published one: "
                  << *key->as_string() << '\n';
    TRY_ASSIGN(const log::VerifierKey verifier, log::VerifierKey::parse(*key->as_string()));
    return trust_in(verifier);
}

Result<log::LogTrust> choose_log_trust(const LogTrustOptions& options, client::ApiClient& api, const Output& output) {
    return options.given() ? log_trust_from(options) : log_trust_of_server(api, output);
}

Result<std::string> policy_shown_by(client::ApiClient& api) {
    TRY_ASSIGN(const codec::Json centre, api.get("/api/centre"));
    const codec::Json* text = centre.find("log_policy");
    return text == nullptr || text->as_string() == nullptr ? std::string() : *text->as_string();
}

Status ask_for_witnesses(log::LogTrust& trust, client::ApiClient& api, const Output& output) {
    TRY_ASSIGN(const std::string text, policy_shown_by(api));
    if (text.empty()) {
        output.line("该中心没有见证服务，无人见证其日志 this centre has no witnesses: nobody else saw its log");
        return ok();
    }
    TRY_ASSIGN(const log::LogPolicy policy, log::parse_policy(text));
    TRY_ASSIGN(log::LogTrust published, log::trust_of(policy, trust.origin));
    trust.witnesses = std::move(published.witnesses);
    trust.quorum = std::move(published.quorum);
    output.line("除公告所列外，还要求中心所列的见证服务；--policy 可改用您自己的策略\n"
                "beside the witnesses of the notice those are asked for that the centre names; --policy takes yours");
    return ok();
}

std::string witnessed_text(const log::LogTrust& trust, const log::TrustedCheckpoint& checkpoint) {
    if (!trust.quorum.wanted) return "未给出见证策略，未核对见证 no policy was given, so no witness was asked for";
    return "witnessed 已见证 " + checkpoint.quorum_time->text() + " by " +
           std::to_string(checkpoint.cosignatures.size()) + " of " + std::to_string(trust.witnesses.size());
}

} // namespace kaibiao::cli
