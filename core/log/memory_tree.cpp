#include "kaibiao/log/proof.h"

namespace kaibiao::log {

void MemoryTree::append(const Digest& leaf_hash) {
    std::vector<MerkleNode> completed;
    frontier_.append(leaf_hash, &completed);
    for (const MerkleNode& node : completed) {
        const auto level = static_cast<std::size_t>(node.id.level);
        if (level == levels_.size()) levels_.emplace_back();
        levels_[level].push_back(node.hash);
    }
}

Result<std::vector<Digest>> MemoryTree::read(std::span<const MerkleNodeId> ids) const {
    std::vector<Digest> hashes;
    for (const MerkleNodeId& id : ids) {
        const auto level = static_cast<std::size_t>(id.level);
        if (level >= levels_.size() || id.index >= levels_[level].size())
            return Error(ErrorCode::log_index_out_of_range,
                         "level " + std::to_string(id.level) + " node " + std::to_string(id.index));
        hashes.push_back(levels_[level][static_cast<std::size_t>(id.index)]);
    }
    return hashes;
}

} // namespace kaibiao::log
