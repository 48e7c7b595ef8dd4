#include "kaibiao/log/proof.h"

namespace kaibiao::log {

namespace {

Error wrong() { return Error(ErrorCode::proof_wrong); }

bool is_odd(std::uint64_t value) { return (value & 1) != 0; }

/// The way from a leaf to the root, as in RFC 9162 §2.1.3.2: `place` is its index at the present level, `last`
/// that of the last node of the tree there.
struct Climb {
    std::uint64_t place;
    std::uint64_t last;

    bool at_root() const { return last == 0; }
    /// The sibling is on the left; else it is on the right, where the older tree of a consistency proof ends.
    bool sibling_is_left() const { return is_odd(place) || place == last; }
    void up() {
        place >>= 1;
        last >>= 1;
    }
    /// A last node without a sibling stands for its parents, too.
    void skip_lonely_levels() {
        while (!is_odd(place) && place != 0) up();
    }
};

} // namespace

Status verify_inclusion(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size, const Digest& root,
                        std::span<const Digest> proof) {
    if (index >= size) return wrong();
    Climb climb{index, size - 1};
    Digest hash = leaf_hash;
    for (const Digest& sibling : proof) {
        if (climb.at_root()) return wrong();
        const bool left = climb.sibling_is_left();
        hash = left ? crypto::merkle_node_hash(sibling, hash) : crypto::merkle_node_hash(hash, sibling);
        if (left) climb.skip_lonely_levels();
        climb.up();
    }
    return climb.at_root() && hash == root ? ok() : wrong();
}

Status verify_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Digest> proof) {
    if (older.size > newer.size) return wrong();
    if (older.size == 0) return proof.empty() && older.root == crypto::merkle_empty_root() ? ok() : wrong();
    if (older.size == newer.size) return proof.empty() && older.root == newer.root ? ok() : wrong();
    Climb climb{older.size - 1, newer.size - 1};
    while (is_odd(climb.place)) climb.up();
    // An older tree that is one complete subtree is its own first hash; then the proof leaves it out.
    const bool complete = climb.place == 0;
    if (!complete && proof.empty()) return wrong();
    Digest old_hash = complete ? older.root : proof.front();
    Digest new_hash = old_hash;
    for (const Digest& sibling : complete ? proof : proof.subspan(1)) {
        if (climb.at_root()) return wrong();
        const bool left = climb.sibling_is_left();
        if (left) old_hash = crypto::merkle_node_hash(sibling, old_hash);
        new_hash = left ? crypto::merkle_node_hash(sibling, new_hash) : crypto::merkle_node_hash(new_hash, sibling);
        if (left) climb.skip_lonely_levels();
        climb.up();
    }
    return climb.at_root() && old_hash == older.root && new_hash == newer.root ? ok() : wrong();
}

} // namespace kaibiao::log
