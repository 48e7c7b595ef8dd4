#pragma once
/// What a witness checks before it cosigns (c2sp.org/tlog-witness, `add-checkpoint`).

#include "kaibiao/log/checkpoint.h"

namespace kaibiao::log {

inline constexpr std::size_t max_witness_request_bytes = max_note_bytes + 4096;
inline constexpr std::size_t max_witness_proof = 63;

struct WitnessRequest {
    std::uint64_t old_size = 0;
    MerkleProof proof; ///< from the old size to the checkpoint's
    std::string note;  ///< the signed checkpoint, verbatim
};
std::string encode_witness_request(const WitnessRequest& request);
/// Checks the form, and no signature. Errors: witness_request_malformed.
Result<WitnessRequest> decode_witness_request(std::string_view body);

/// The request's checkpoint, when its log is among `logs`, keys of type ed25519 named by origin. Errors:
/// those of decode_note and decode_checkpoint; checkpoint_origin_wrong, note_signature_missing, note_signature_wrong.
Result<Checkpoint> submitted_checkpoint(const WitnessRequest& request, std::span<const VerifierKey> logs);

/// Whether the log only grew since `last`, what this witness cosigned last for it. Errors: witness_request_malformed
/// when the old size is beyond the checkpoint's, witness_size_stale when it is not that of `last` (place is that size),
/// log_split_view when the same size has another root, proof_wrong.
Status check_growth(const WitnessRequest& request, const Checkpoint& checkpoint, const TreeHead& last);

/// The line to answer with. `key` is of type cosignature. Errors: those of decode_note.
Result<std::string> cosign_request(const WitnessRequest& request, const SignerKey& key, Instant now);

/// The note with the lines a witness answered, as far as they are by `key` and hold. Errors: those of decode_note and
/// verify_note.
Result<NoteSignature> read_cosignature(std::string_view note, std::string_view answer, const VerifierKey& key);

} // namespace kaibiao::log
