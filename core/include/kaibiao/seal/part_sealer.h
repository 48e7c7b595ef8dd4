#pragma once
/// Seals one part: age file, piece tree and commitment in one pass and constant memory. The two hashes can be computed
/// elsewhere (WebCrypto, another worker) where that is faster.

#include "kaibiao/seal/age_file.h"
#include "kaibiao/seal/class_sealer.h"
#include "kaibiao/seal/manifest.h"
#include "kaibiao/seal/piece_tree.h"
#include "kaibiao/seal/plain_commitment.h"

namespace kaibiao::seal {

/// Fresh random bytes for each sealing of each part.
struct PartEntropy {
    FileKey file_key;
    AgeNonce nonce{};
    LockSalt lock_salt{};
    PlainSalt plain_salt{};
};

enum class Hashing : std::uint8_t { here, elsewhere };
/// Who computes which hash of a part.
struct PartHashing {
    Hashing pieces = Hashing::here;     ///< of the ciphertext
    Hashing commitment = Hashing::here; ///< to the plaintext
};

class PartSealer {
  public:
    PartSealer(const ClassSealer& lock, std::uint32_t part, const PartEntropy& entropy, PartHashing hashing = {});
    std::uint32_t part() const { return record_.part; }
    /// Age header and nonce: the first bytes of the file.
    ByteView preamble() const { return age_.preamble(); }
    std::size_t update_bound(std::size_t n) const { return age_.update_bound(n); }
    std::size_t finish_bound() const { return age_.finish_bound(); }
    /// Returns the bytes of ciphertext written to `out`, which does not overlap `plain`.
    std::size_t update(ByteView plain, MutableBytes out);
    std::size_t finish(MutableBytes out);
    std::uint64_t plain_size() const { return plain_size_; }

    /// Only with hashes from elsewhere, in order and before record().
    void add_piece(const Digest& leaf) { tree_.add_piece(leaf); }
    void set_commitment(const Digest& commitment) { record_.commitment = commitment; }
    /// After finish(). The object may not be used afterwards.
    PartRecord record();

  private:
    std::size_t count(MutableBytes sealed, std::size_t n);

    PartHashing hashing_;
    AgeEncryptor age_;
    PieceTree tree_;
    PlainCommitment commitment_;
    PartRecord record_;
    std::uint64_t plain_size_ = 0;
};

} // namespace kaibiao::seal
