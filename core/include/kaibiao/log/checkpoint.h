#pragma once
/// Checkpoints (c2sp.org/tlog-checkpoint): what a log says its tree is, signed by the log and by witnesses.

#include "kaibiao/log/note.h"
#include "kaibiao/log/proof.h"

#include <optional>
#include <span>

namespace kaibiao::log {

struct Checkpoint {
    std::string origin; ///< names the log
    std::uint64_t size = 0;
    Digest root{};
    std::vector<std::string> extensions; ///< lines that mean nothing to us
    bool operator==(const Checkpoint&) const = default;

    TreeHead head() const { return {size, root}; }
};

/// The text of the note. Aborts when the origin or an extension is empty or has a newline.
std::string encode_checkpoint(const Checkpoint& checkpoint);
/// Errors: checkpoint_malformed.
Result<Checkpoint> decode_checkpoint(std::string_view text);
/// The checkpoint as a note with the log's signature.
std::string sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& log_key);

/// Witnesses that count as one, as soon as `threshold` of its members cosigned.
struct WitnessGroup {
    std::size_t threshold = 1;
    std::vector<std::size_t> members; ///< see WitnessQuorum
    bool operator==(const WitnessGroup&) const = default;
};
/// Which witnesses are enough. Numbers below that of the witnesses are witnesses, those above it the groups in order.
struct WitnessQuorum {
    std::vector<WitnessGroup> groups;  ///< members stand before their group
    std::optional<std::size_t> wanted; ///< a witness or a group; none: no witness is needed
    bool operator==(const WitnessQuorum&) const = default;
};
/// `threshold` of `witnesses` witnesses; none are needed when it is 0.
WitnessQuorum at_least(std::size_t threshold, std::size_t witnesses);
/// When the quorum was there: the latest time such that the witnesses who cosigned then or later are enough. `times`
/// has a place for each witness. Nothing when they are not enough or none are needed.
std::optional<Instant> quorum_time(const WitnessQuorum& quorum, std::span<const std::optional<Instant>> times);
/// Since when it was there: the earliest time such that the witnesses who cosigned then or earlier are enough. A time
/// that one witness puts too early alone cannot make it earlier, as it could not make quorum_time later.
std::optional<Instant> quorum_since(const WitnessQuorum& quorum, std::span<const std::optional<Instant>> times);

/// Whom a verifier believes about one log. Never taken from the server being checked.
struct LogTrust {
    std::string origin;
    std::vector<VerifierKey> log_keys;  ///< type ed25519; one of them must have signed
    std::vector<VerifierKey> witnesses; ///< type cosignature
    WitnessQuorum quorum;
};

struct Cosignature {
    std::string witness;
    Instant time; ///< whole seconds
    bool operator==(const Cosignature&) const = default;
};

struct TrustedCheckpoint {
    Checkpoint checkpoint;
    std::vector<Cosignature> cosignatures; ///< by trusted witnesses, each once
    std::optional<Instant> quorum_time;    ///< none only when no witness is needed
    std::optional<Instant> quorum_since;   ///< as quorum_time
};

/// Decodes and verifies. Errors: those of decode_note, decode_checkpoint and verify_note; checkpoint_origin_wrong,
/// witness_quorum_missing.
Result<TrustedCheckpoint> open_checkpoint(std::string_view note, const LogTrust& trust);

} // namespace kaibiao::log
