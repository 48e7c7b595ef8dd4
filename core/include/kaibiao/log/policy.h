#pragma once
/// Which logs are believed, and which witnesses must have cosigned (c2sp.org/tlog-policy). A policy comes with the
/// client or from its user, never from the server being checked.

#include "kaibiao/log/checkpoint.h"

namespace kaibiao::log {

struct PolicyLog {
    VerifierKey key; ///< type ed25519; its name is the log's origin
    std::string url; ///< may be empty
};
struct PolicyWitness {
    std::string name; ///< within the policy
    VerifierKey key;  ///< type cosignature
    std::string url;  ///< submission prefix of c2sp.org/tlog-witness; may be empty
};

struct LogPolicy {
    std::vector<PolicyLog> logs; ///< may be empty
    std::vector<PolicyWitness> witnesses;
    WitnessQuorum quorum; ///< of `witnesses`
};

inline constexpr std::size_t max_policy_bytes = 256 << 10;
inline constexpr std::size_t max_policy_entries = 128; ///< of each kind

/// Errors: log_policy_malformed (place is the line), verifier_key_malformed.
Result<LogPolicy> parse_policy(std::string_view text);

/// What the policy says of the log with this origin. Errors: checkpoint_origin_wrong when it names no such log.
Result<LogTrust> trust_of(const LogPolicy& policy, const std::string& origin);

} // namespace kaibiao::log
