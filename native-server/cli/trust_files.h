#pragma once
/// What a centre is checked against, as files: its roots, the key of its log and its policy.

#include "client/api_client.h"

#include <filesystem>
#include <utility>
#include <vector>

namespace kaibiao::cli {

inline constexpr const char* root_file = "root.pem";
inline constexpr const char* log_key_file = "log.vkey";
inline constexpr const char* policy_file = "log.policy";

struct CentreTrust {
    std::vector<std::pair<std::string, std::string>> roots; ///< name, SHA-256 of the certificate in hex
    std::string centre;                                     ///< id
    std::string origin;                                     ///< of its log
    std::string log_key;
    bool has_policy = false;
};

/// Asks the centre, whose word it is, and writes the files into `folder`, which is made. Errors: those of the server,
/// json_member_missing, pem_malformed, certificate_malformed, file_unwritable; file_exists where others were accepted.
Result<CentreTrust> save_trust(client::ApiClient& api, const std::filesystem::path& folder);

} // namespace kaibiao::cli
