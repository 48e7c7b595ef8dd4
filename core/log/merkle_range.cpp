#include "merkle_range.h"

namespace kaibiao::log {

namespace {
int floor_log2(std::uint64_t value) { return 63 - __builtin_clzll(value); }
} // namespace

std::uint64_t split_point(std::uint64_t count) { return std::uint64_t{1} << floor_log2(count - 1); }

std::vector<crypto::MerkleNodeId> subtrees_of(const LeafRange& range) {
    std::vector<crypto::MerkleNodeId> ids;
    for (std::uint64_t begin = range.begin; begin < range.end;) {
        const int level = floor_log2(range.end - begin);
        ids.push_back({level, begin >> level});
        begin += std::uint64_t{1} << level;
    }
    return ids;
}

Digest join_subtrees(std::span<const Digest> hashes) {
    Digest joined = hashes.back();
    for (std::size_t i = hashes.size() - 1; i-- > 0;) joined = crypto::merkle_node_hash(hashes[i], joined);
    return joined;
}

} // namespace kaibiao::log
