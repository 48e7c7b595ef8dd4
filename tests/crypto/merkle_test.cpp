#include "kaibiao/crypto/merkle.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;

namespace {

std::string hex(ByteView bytes) {
    std::string out;
    for (const std::uint8_t byte : bytes) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

// The leaves and roots that implementations of Certificate Transparency have shared since RFC 6962.
const std::vector<Bytes> shared_leaves = {
    {},
    {0x00},
    {0x10},
    {0x20, 0x21},
    {0x30, 0x31},
    {0x40, 0x41, 0x42, 0x43},
    {0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57},
    {0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f}};
constexpr std::string_view shared_roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                             "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                             "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                             "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                             "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                             "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                             "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                             "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

} // namespace

TEST_CASE("crypto: Merkle roots of the leaves that Certificate Transparency logs test with") {
    MerkleFrontier frontier;
    CHECK(hex(frontier.root()) == shared_roots[0]);
    for (std::size_t i = 0; i < shared_leaves.size(); ++i) {
        frontier.append(merkle_leaf_hash(shared_leaves[i]));
        CHECK(frontier.size() == i + 1);
        CHECK(hex(frontier.root()) == shared_roots[i + 1]);
        kaibiao::test::record("root", frontier.root());
    }
}

TEST_CASE("crypto: a Merkle frontier goes on from its stored edge") {
    MerkleFrontier whole;
    for (std::uint8_t i = 0; i < 100; ++i) {
        Result<MerkleFrontier> resumed = MerkleFrontier::resume(whole.size(), whole.edge());
        REQUIRE(resumed.ok());
        whole.append(merkle_leaf_hash(Bytes{i}));
        resumed->append(merkle_leaf_hash(Bytes{i}));
        CHECK(resumed->root() == whole.root());
        CHECK(whole.edge().size() == static_cast<std::size_t>(__builtin_popcountll(whole.size())));
    }
}

TEST_CASE("crypto: a Merkle edge with too few or too many hashes is refused") {
    CHECK(MerkleFrontier::resume(0, {}).ok());
    CHECK_FALSE(MerkleFrontier::resume(0, {Digest{}}).ok());
    CHECK_FALSE(MerkleFrontier::resume(5, {Digest{}}).ok());
    CHECK(MerkleFrontier::resume(5, {Digest{}, Digest{}}).ok());
    CHECK_FALSE(MerkleFrontier::resume(5, {Digest{}, Digest{}, Digest{}}).ok());
}

TEST_CASE("crypto: appending a leaf names each node that it completes, once") {
    MerkleFrontier frontier;
    std::vector<MerkleNode> nodes;
    for (std::uint8_t i = 0; i < 8; ++i) frontier.append(merkle_leaf_hash(Bytes{i}), &nodes);
    REQUIRE(nodes.size() == 15);
    CHECK(nodes[0].id == MerkleNodeId{0, 0});
    CHECK(nodes[2].id == MerkleNodeId{1, 0});
    CHECK(nodes[2].hash == merkle_node_hash(nodes[0].hash, nodes[1].hash));
    CHECK(nodes[14].id == MerkleNodeId{3, 0});
    CHECK(nodes[14].hash == frontier.root());
}

TEST_CASE("crypto: a leaf and a node over the same bytes differ") {
    const Digest left = merkle_leaf_hash(Bytes{1}), right = merkle_leaf_hash(Bytes{2});
    Bytes joined = to_bytes(left);
    append(joined, right);
    CHECK(merkle_leaf_hash(joined) != merkle_node_hash(left, right));
}
