#include "record.h"
#include "seal/age_builder.h"

#include "kaibiao/seal/piece_tree.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

/// RFC 6962 §2.1, straight from its recursive definition.
Digest recursive_root(std::span<const Digest> leaves) {
    if (leaves.size() == 1) return leaves[0];
    std::size_t split = 1;
    while (split * 2 < leaves.size()) split *= 2;
    const std::uint8_t prefix = 1;
    const Digest left = recursive_root(leaves.first(split)), right = recursive_root(leaves.subspan(split));
    return crypto::sha256({ByteView(&prefix, 1), left, right});
}

} // namespace

TEST_CASE("piece tree: the root is that of RFC 6962's definition, for every number of pieces") {
    std::vector<Digest> leaves;
    for (std::uint32_t n = 1; n <= 70; ++n) {
        leaves.push_back(noise_array<32>(n));
        PieceTree tree;
        for (const Digest& leaf : leaves) tree.add_piece(leaf);
        const Digest root = tree.finish();
        CHECK(root == recursive_root(leaves));
        kaibiao::test::record("root", root);
    }
}

TEST_CASE("piece tree: bytes fed in any pieces, and pieces hashed elsewhere, give one root") {
    const Bytes bytes = noise(3 * piece_size + 12'345, 5);
    const Digest root = piece_root(bytes);
    PieceTree odd, hashed;
    for (std::size_t at = 0; at < bytes.size(); at += 77'777)
        odd.update(ByteView(bytes).subspan(at, std::min<std::size_t>(77'777, bytes.size() - at)));
    for (std::size_t at = 0; at < bytes.size(); at += piece_size)
        hashed.add_piece(piece_hash(ByteView(bytes).subspan(at, std::min(piece_size, bytes.size() - at))));
    CHECK(odd.finish() == root);
    CHECK(hashed.finish() == root);
}

TEST_CASE("piece tree: exactly one piece is its own leaf, and no bytes are the hash of nothing") {
    const Bytes piece = noise(piece_size, 6);
    CHECK(piece_root(piece) == piece_hash(piece));
    CHECK(piece_root({}) == crypto::sha256(ByteView{}));
}
