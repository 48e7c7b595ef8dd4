#pragma once
/// The identity of a sealed part: the RFC 6962 §2.1 tree hash over its pieces of 1 MiB. Pieces can be hashed by several
/// workers; memory is constant (one digest per level).

#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/package_format.h"

namespace kaibiao::seal {

/// The leaf hash SHA-256(0x00 ‖ piece). Every piece but the last has piece_size bytes.
Digest piece_hash(ByteView piece);

class PieceTree {
  public:
    void update(ByteView bytes);
    /// The next piece, hashed elsewhere. Aborts in the middle of a piece that update() began.
    void add_piece(const Digest& leaf);
    /// The root; of no bytes SHA-256(""). The object may not be used afterwards.
    Digest finish();

  private:
    /// Root of a perfect subtree of 2^level pieces.
    struct Subtree {
        int level;
        Digest root;
    };
    std::vector<Subtree> subtrees_; ///< falling levels
    crypto::Sha256 piece_;
    std::size_t piece_filled_ = 0;
};

/// Of a whole part in memory.
Digest piece_root(ByteView bytes);

} // namespace kaibiao::seal
