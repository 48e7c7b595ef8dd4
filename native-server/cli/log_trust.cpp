#include "cli/log_trust.h"

#include "cli/files.h"

#include <filesystem>
#include <iostream>

namespace kaibiao::cli {

Result<log::LogTrust> log_trust_from(const std::string& key) {
    if (key.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    std::string text = key;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(key, ignored)) {
        TRY_ASSIGN(const Bytes bytes, read_file(key, 4096));
        text = std::string(as_text(bytes));
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    }
    TRY_ASSIGN(const log::VerifierKey verifier, log::VerifierKey::parse(text));
    return log::LogTrust{verifier.name(), {verifier}, {}, 0};
}

Result<log::LogTrust> log_trust_of_server(client::ApiClient& api, const Output& output) {
    TRY_ASSIGN(const codec::Json centre, api.get("/api/centre"));
    const codec::Json* key = centre.find("log_key");
    if (key == nullptr || key->as_string() == nullptr) return Error(ErrorCode::json_member_missing, "/log_key");
    if (output.form() == OutputForm::human)
        std::cerr << "warning: the log key comes from the server being checked; compare it with a published one: "
                  << *key->as_string() << '\n';
    return log_trust_from(*key->as_string());
}

Result<log::LogTrust> choose_log_trust(const std::string& key, client::ApiClient& api, const Output& output) {
    return key.empty() ? log_trust_of_server(api, output) : log_trust_from(key);
}

} // namespace kaibiao::cli
