#pragma once
/// How a run of leaves falls apart into complete subtrees, and how their hashes go together again.

#include "kaibiao/crypto/merkle.h"

#include <span>

namespace kaibiao::log {

/// Leaves begin … end − 1, where begin is a multiple of the largest power of two that is at most end − begin.
/// All runs of RFC 6962 §2.1 are of this kind.
struct LeafRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// The largest power of two below `count`; count >= 2.
std::uint64_t split_point(std::uint64_t count);
/// The complete subtrees that make up the range, the largest first.
std::vector<crypto::MerkleNodeId> subtrees_of(const LeafRange& range);
/// The hash over a range from the hashes of its subtrees; at least one.
Digest join_subtrees(std::span<const Digest> hashes);

} // namespace kaibiao::log
