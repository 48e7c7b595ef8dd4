#pragma once
/// Where the command line takes its trust in a log from: the user's own key or policy, or, said loudly, the server
/// itself.

#include "cli/terminal.h"
#include "client/api_client.h"
#include "kaibiao/log/policy.h"

#include <string>

namespace CLI {
class App;
}

namespace kaibiao::cli {

struct LogTrustOptions {
    std::string log_key; ///< a verifier key, or the name of a file that holds one
    std::string policy;  ///< the name of a file with a tlog-policy
    bool given() const { return !log_key.empty() || !policy.empty(); }
};
/// Adds --log-key and --policy.
void add_log_trust_options(CLI::App& app, LogTrustOptions& options);

/// `key` is a verifier key or the name of a file that holds one. Errors: trust_anchor_missing,
/// verifier_key_malformed, file_unreadable for what is neither.
Result<log::LogTrust> log_trust_from(const std::string& key);
/// The one log of a tlog-policy with its witnesses; `place` names it in errors. Errors: those of parse_policy;
/// log_policy_malformed when the policy names no log or several.
Result<log::LogTrust> log_trust_in_policy(std::string_view text, const std::string& place);
/// A key given beside a policy must be one of its log's. Errors: those of both above; bundle_anchor_mismatch.
Result<log::LogTrust> log_trust_from(const LogTrustOptions& options);
/// Asks the server, and warns on standard error that this proves nothing about the server itself.
Result<log::LogTrust> log_trust_of_server(client::ApiClient& api, const Output& output);
/// The second if anything is given, else the third.
Result<log::LogTrust> choose_log_trust(const LogTrustOptions& options, client::ApiClient& api, const Output& output);
/// The tlog-policy that the centre publishes; empty where it has no witnesses.
Result<std::string> policy_shown_by(client::ApiClient& api);
/// Without a policy of one's own, the one that the centre publishes: it can only ask for more than none.
Status ask_for_witnesses(log::LogTrust& trust, client::ApiClient& api, const Output& output);

/// What open_checkpoint found wrong with `note`, with the keys that were accepted and those that the note names, where
/// that is what it is about.
Error with_signers(const Error& error, std::string_view note, const log::LogTrust& trust);

/// How the log stands with its witnesses, in one line.
std::string witnessed_text(const log::LogTrust& trust, const log::TrustedCheckpoint& checkpoint);

} // namespace kaibiao::cli
