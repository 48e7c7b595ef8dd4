#pragma once
/// Checkpoints (c2sp.org/tlog-checkpoint): what a log says its tree is, signed by the log and by witnesses.

#include "kaibiao/log/note.h"
#include "kaibiao/log/proof.h"

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

/// Whom a verifier believes about one log. Never taken from the server being checked.
struct LogTrust {
    std::string origin;
    std::vector<VerifierKey> log_keys;  ///< type ed25519; one of them must have signed
    std::vector<VerifierKey> witnesses; ///< type cosignature
    std::size_t quorum = 0;             ///< how many of the witnesses must have cosigned
};

struct Cosignature {
    std::string witness;
    Instant time; ///< whole seconds
    bool operator==(const Cosignature&) const = default;
};

struct TrustedCheckpoint {
    Checkpoint checkpoint;
    std::vector<Cosignature> cosignatures; ///< by trusted witnesses, each once
};

/// Decodes and verifies. Errors: those of decode_note, decode_checkpoint and verify_note; checkpoint_origin_wrong,
/// witness_quorum_missing.
Result<TrustedCheckpoint> open_checkpoint(std::string_view note, const LogTrust& trust);

} // namespace kaibiao::log
