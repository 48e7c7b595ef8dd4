#pragma once
/// Proofs of logging that verify offline (c2sp.org/tlog-proof@v1, files `.tlog-proof`).

#include "kaibiao/log/checkpoint.h"

namespace kaibiao::log {

inline constexpr std::size_t max_tlog_proof_bytes = 2 * max_note_bytes;

struct TlogProof {
    std::optional<Bytes> extra; ///< not authenticated
    std::uint64_t index = 0;
    MerkleProof hashes;
    std::string checkpoint; ///< the signed note, verbatim
    bool operator==(const TlogProof&) const = default;
};

std::string encode_tlog_proof(const TlogProof& proof);
/// Checks the form, the checkpoint's too, and no signature. Errors: proof_malformed.
Result<TlogProof> decode_tlog_proof(std::string_view text);
/// Errors: those of open_checkpoint, proof_wrong.
Result<TrustedCheckpoint> verify_tlog_proof(const TlogProof& proof, const Digest& leaf_hash, const LogTrust& trust);

} // namespace kaibiao::log
