#pragma once
/// Merkle tree hashes of RFC 6962 §2.1 with SHA-256: the centre's log and the piece trees of sealed parts.
/// Proofs over stored trees are in kaibiao/log/proof.h.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <cstdint>
#include <vector>

namespace kaibiao::crypto {

/// First byte under the hash of a leaf and of a node; to hash a long leaf in slices, start a Sha256 with the former.
inline constexpr std::uint8_t merkle_leaf_prefix = 0x00;
inline constexpr std::uint8_t merkle_node_prefix = 0x01;

/// SHA-256(0x00 ‖ entry).
Digest merkle_leaf_hash(ByteView entry);
/// SHA-256(0x01 ‖ left ‖ right).
Digest merkle_node_hash(const Digest& left, const Digest& right);
/// The root of the tree without leaves: SHA-256 of nothing.
Digest merkle_empty_root();

/// A complete subtree: the leaves index·2^level … (index + 1)·2^level − 1.
struct MerkleNodeId {
    int level = 0;
    std::uint64_t index = 0;
    bool operator==(const MerkleNodeId&) const = default;
};
struct MerkleNode {
    MerkleNodeId id;
    Digest hash{};
};

/// A growing tree of which only the right edge is kept: at most 64 hashes whatever the size.
class MerkleFrontier {
  public:
    MerkleFrontier() = default;
    /// Goes on from a stored edge: one hash for each set bit of `size`, the largest subtree first.
    /// Errors: length_wrong.
    static Result<MerkleFrontier> resume(std::uint64_t size, std::vector<Digest> edge);

    /// Adds a leaf. The nodes that it completes, lowest first, are appended to `completed` when that is given.
    void append(const Digest& leaf_hash, std::vector<MerkleNode>* completed = nullptr);
    /// Number of leaves.
    std::uint64_t size() const { return size_; }
    Digest root() const;
    const std::vector<Digest>& edge() const { return edge_; }

  private:
    std::uint64_t size_ = 0;
    std::vector<Digest> edge_;
};

} // namespace kaibiao::crypto
