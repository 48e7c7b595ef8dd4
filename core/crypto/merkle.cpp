#include "kaibiao/crypto/merkle.h"

#include "kaibiao/crypto/hash.h"

namespace kaibiao::crypto {

Digest merkle_leaf_hash(ByteView entry) { return sha256({ByteView(&merkle_leaf_prefix, 1), entry}); }

Digest merkle_node_hash(const Digest& left, const Digest& right) {
    return sha256({ByteView(&merkle_node_prefix, 1), left, right});
}

Digest merkle_empty_root() { return sha256(ByteView{}); }

Result<MerkleFrontier> MerkleFrontier::resume(std::uint64_t size, std::vector<Digest> edge) {
    if (edge.size() != static_cast<std::size_t>(__builtin_popcountll(size))) return Error(ErrorCode::length_wrong);
    MerkleFrontier frontier;
    frontier.size_ = size;
    frontier.edge_ = std::move(edge);
    return frontier;
}

void MerkleFrontier::append(const Digest& leaf_hash, std::vector<MerkleNode>* completed) {
    MerkleNode node{{0, size_}, leaf_hash};
    if (completed != nullptr) completed->push_back(node);
    // Each set low bit of the old size is a complete subtree to the left, waiting for this one.
    for (; (node.id.index & 1) != 0; edge_.pop_back()) {
        node = {{node.id.level + 1, node.id.index >> 1}, merkle_node_hash(edge_.back(), node.hash)};
        if (completed != nullptr) completed->push_back(node);
    }
    edge_.push_back(node.hash);
    ++size_;
}

Digest MerkleFrontier::root() const {
    if (edge_.empty()) return merkle_empty_root();
    Digest root = edge_.back();
    for (std::size_t i = edge_.size() - 1; i-- > 0;) root = merkle_node_hash(edge_[i], root);
    return root;
}

} // namespace kaibiao::crypto
