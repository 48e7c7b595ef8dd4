#include "kaibiao/seal/piece_tree.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

crypto::Sha256 begin_leaf() {
    crypto::Sha256 hash;
    hash.update(ByteView(&piece_leaf_prefix, 1));
    return hash;
}

Digest node_hash(const Digest& left, const Digest& right) {
    return crypto::sha256({ByteView(&piece_node_prefix, 1), left, right});
}

} // namespace

Digest piece_hash(ByteView piece) { return crypto::sha256({ByteView(&piece_leaf_prefix, 1), piece}); }

void PieceTree::update(ByteView bytes) {
    while (!bytes.empty()) {
        if (piece_filled_ == 0) piece_ = begin_leaf();
        const std::size_t n = std::min(bytes.size(), piece_size - piece_filled_);
        piece_.update(bytes.first(n));
        piece_filled_ += n;
        bytes = bytes.subspan(n);
        if (piece_filled_ < piece_size) continue;
        piece_filled_ = 0;
        add_piece(piece_.finish());
    }
}

void PieceTree::add_piece(const Digest& leaf) {
    if (piece_filled_ != 0) std::abort();
    Subtree grown{0, leaf};
    while (!subtrees_.empty() && subtrees_.back().level == grown.level) {
        grown = {grown.level + 1, node_hash(subtrees_.back().root, grown.root)};
        subtrees_.pop_back();
    }
    subtrees_.push_back(grown);
}

Digest PieceTree::finish() {
    if (piece_filled_ != 0) {
        piece_filled_ = 0;
        add_piece(piece_.finish());
    }
    if (subtrees_.empty()) return crypto::sha256(ByteView{});
    Digest root = subtrees_.back().root;
    for (auto subtree = subtrees_.rbegin() + 1; subtree != subtrees_.rend(); ++subtree)
        root = node_hash(subtree->root, root);
    return root;
}

Digest piece_root(ByteView bytes) {
    PieceTree tree;
    tree.update(bytes);
    return tree.finish();
}

} // namespace kaibiao::seal
