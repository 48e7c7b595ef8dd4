#include "merkle_range.h"

#include "kaibiao/log/proof.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

/// The hashes over several ranges, from one reading.
Result<std::vector<Digest>> hashes_over(const HashReader& reader, const std::vector<LeafRange>& ranges) {
    std::vector<MerkleNodeId> ids;
    std::vector<std::size_t> counts;
    for (const LeafRange& range : ranges) {
        const std::vector<MerkleNodeId> subtrees = subtrees_of(range);
        ids.insert(ids.end(), subtrees.begin(), subtrees.end());
        counts.push_back(subtrees.size());
    }
    if (ids.empty()) return std::vector<Digest>{};
    TRY_ASSIGN(const std::vector<Digest> nodes, reader.read(ids));
    std::vector<Digest> hashes;
    std::span<const Digest> rest(nodes);
    for (const std::size_t count : counts) {
        hashes.push_back(join_subtrees(rest.first(count)));
        rest = rest.subspan(count);
    }
    return hashes;
}

Error out_of_range(std::uint64_t wanted, std::uint64_t size) {
    return Error(ErrorCode::log_index_out_of_range, "entry " + std::to_string(wanted),
                 "the tree has " + std::to_string(size));
}

/// PATH(m, D[n]) of RFC 6962 §2.1.1, walked from the root down.
std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
    std::vector<LeafRange> siblings;
    LeafRange here{0, size};
    while (here.end - here.begin > 1) {
        const std::uint64_t middle = here.begin + split_point(here.end - here.begin);
        const LeafRange left{here.begin, middle}, right{middle, here.end};
        siblings.push_back(index < middle ? right : left);
        here = index < middle ? left : right;
    }
    std::reverse(siblings.begin(), siblings.end());
    return siblings;
}

/// SUBPROOF(m, D[n], true) of RFC 6962 §2.1.2, walked from the root down.
std::vector<LeafRange> consistency_ranges(std::uint64_t old_size, std::uint64_t new_size) {
    std::vector<LeafRange> ranges;
    LeafRange here{0, new_size};
    while (here.end != old_size) {
        const std::uint64_t middle = here.begin + split_point(here.end - here.begin);
        const LeafRange left{here.begin, middle}, right{middle, here.end};
        ranges.push_back(old_size <= middle ? right : left);
        here = old_size <= middle ? left : right;
    }
    // The verifier has the old root; only where the walk left the left edge does it need this subtree.
    if (here.begin != 0) ranges.push_back(here);
    std::reverse(ranges.begin(), ranges.end());
    return ranges;
}

} // namespace

Result<Digest> root_at(const HashReader& reader, std::uint64_t size) {
    if (size == 0) return crypto::merkle_empty_root();
    TRY_ASSIGN(const std::vector<Digest> hashes, hashes_over(reader, {{0, size}}));
    return hashes.front();
}

Result<MerkleFrontier> frontier_at(const HashReader& reader, std::uint64_t size) {
    if (size == 0) return MerkleFrontier{};
    TRY_ASSIGN(std::vector<Digest> edge, reader.read(subtrees_of({0, size})));
    return MerkleFrontier::resume(size, std::move(edge));
}

Result<MerkleProof> inclusion_proof(const HashReader& reader, std::uint64_t index, std::uint64_t size) {
    if (index >= size) return out_of_range(index, size);
    return hashes_over(reader, inclusion_ranges(index, size));
}

Result<MerkleProof> consistency_proof(const HashReader& reader, std::uint64_t old_size, std::uint64_t new_size) {
    if (old_size > new_size) return out_of_range(old_size, new_size);
    if (old_size == 0) return MerkleProof{};
    return hashes_over(reader, consistency_ranges(old_size, new_size));
}

} // namespace kaibiao::log
