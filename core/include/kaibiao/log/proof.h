#pragma once
/// Inclusion and consistency proofs of RFC 6962 §2.1.1–2.1.2: made from stored node hashes, checked from a few.

#include "kaibiao/crypto/merkle.h"

#include <span>

namespace kaibiao::log {

using crypto::MerkleFrontier;
using crypto::MerkleNode;
using crypto::MerkleNodeId;

/// From the sibling of the lowest node up. At most 64 hashes.
using MerkleProof = std::vector<Digest>;

/// Where the hashes of complete subtrees are kept: a table, tiles, memory.
class HashReader {
  public:
    virtual ~HashReader() = default;
    /// One hash for each id, in order. Every maker of roots and proofs below calls this once, so that an
    /// implementation may fetch together. Errors: its own; log_index_out_of_range for a node it does not have.
    virtual Result<std::vector<Digest>> read(std::span<const MerkleNodeId> ids) const = 0;
};

/// Root of the first `size` leaves.
Result<Digest> root_at(const HashReader& reader, std::uint64_t size);
/// The growing edge of the tree of `size` leaves, to append to.
Result<MerkleFrontier> frontier_at(const HashReader& reader, std::uint64_t size);
/// Errors: log_index_out_of_range unless index < size.
Result<MerkleProof> inclusion_proof(const HashReader& reader, std::uint64_t index, std::uint64_t size);
/// Empty when old_size is 0 or new_size. Errors: log_index_out_of_range unless old_size <= new_size.
Result<MerkleProof> consistency_proof(const HashReader& reader, std::uint64_t old_size, std::uint64_t new_size);

/// That the leaf stands at `index` under `root`. Errors: proof_wrong.
Status verify_inclusion(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size, const Digest& root,
                        std::span<const Digest> proof);

struct TreeHead {
    std::uint64_t size = 0;
    Digest root = crypto::merkle_empty_root();
};
/// That the newer tree begins with the leaves of the older. Errors: proof_wrong.
Status verify_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Digest> proof);

/// A whole tree in memory, for replaying and auditing.
class MemoryTree final : public HashReader {
  public:
    void append(const Digest& leaf_hash);
    std::uint64_t size() const { return frontier_.size(); }
    Digest root() const { return frontier_.root(); }
    Result<std::vector<Digest>> read(std::span<const MerkleNodeId> ids) const override;

  private:
    MerkleFrontier frontier_;
    std::vector<std::vector<Digest>> levels_;
};

} // namespace kaibiao::log
