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
/// Witnesses as soon as `threshold` of its members do.
struct PolicyGroup {
    std::string name;
    std::size_t threshold = 1;
    std::vector<std::string> members; ///< witnesses and groups that stand before it
};

struct LogPolicy {
    std::vector<PolicyLog> logs;
    std::vector<PolicyWitness> witnesses;
    std::vector<PolicyGroup> groups;
    std::string quorum; ///< a witness or a group; empty for `none`
};

inline constexpr std::size_t max_policy_bytes = 256 << 10;
inline constexpr std::size_t max_policy_entries = 128; ///< of each kind

/// Errors: log_policy_malformed (place is the line), verifier_key_malformed.
Result<LogPolicy> parse_policy(std::string_view text);

/// When the quorum was there: the latest time such that the witnesses who cosigned then or later are enough. `times`
/// has a place for each witness of the policy. Nothing when they are not enough or the policy wants none.
std::optional<Instant> quorum_time(const LogPolicy& policy, std::span<const std::optional<Instant>> times);

struct WitnessedCheckpoint {
    Checkpoint checkpoint;
    std::vector<std::optional<Instant>> times; ///< of the policy's witnesses, in their order
    std::optional<Instant> quorum_time;        ///< none only when the policy wants no witness
};
/// Decodes and verifies. Errors: those of decode_note, decode_checkpoint and verify_note; checkpoint_origin_wrong when
/// no log of the policy has this origin, witness_quorum_missing.
Result<WitnessedCheckpoint> open_checkpoint(std::string_view note, const LogPolicy& policy);

} // namespace kaibiao::log
