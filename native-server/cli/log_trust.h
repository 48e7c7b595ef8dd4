#pragma once
/// Where the command line takes its trust in a log from: the user's own file or text, or, said loudly, the server
/// itself.

#include "cli/terminal.h"
#include "client/api_client.h"
#include "kaibiao/log/checkpoint.h"

#include <string>

namespace kaibiao::cli {

/// `key` is a verifier key or the name of a file that holds one. Errors: trust_anchor_missing, verifier_key_malformed.
Result<log::LogTrust> log_trust_from(const std::string& key);
/// Asks the server, and warns on standard error that this proves nothing about the server itself.
Result<log::LogTrust> log_trust_of_server(client::ApiClient& api, const Output& output);
/// The first if `key` is given, else the second.
Result<log::LogTrust> choose_log_trust(const std::string& key, client::ApiClient& api, const Output& output);

} // namespace kaibiao::cli
