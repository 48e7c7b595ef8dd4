#include "kaibiao/crypto/hash.h"
#include "kaibiao/log/tile.h"
#include "record.h"

#include <doctest/doctest.h>

#include <map>

using namespace kaibiao;
using namespace kaibiao::log;

namespace {

constexpr std::uint64_t most = 70'000;

Digest leaf(std::uint64_t index) {
    Bytes bytes;
    append_u64_be(bytes, index);
    return crypto::merkle_leaf_hash(bytes);
}

/// One tree for all cases: it takes a while to make.
const MemoryTree& tree() {
    static const MemoryTree grown = [] {
        MemoryTree empty;
        for (std::uint64_t i = 0; i < most; ++i) empty.append(leaf(i));
        return empty;
    }();
    return grown;
}

class CountingSource final : public TileSource {
  public:
    Result<Bytes> fetch(const TileId& tile) const override {
        ++fetched[tile_path(tile)];
        return make_tile(tree(), tile);
    }
    mutable std::map<std::string, int> fetched;
};

class FixedSource final : public TileSource {
  public:
    explicit FixedSource(Bytes bytes) : bytes_(std::move(bytes)) {}
    Result<Bytes> fetch(const TileId&) const override { return bytes_; }

  private:
    Bytes bytes_;
};

constexpr std::uint64_t sizes[] = {1, 2, 255, 256, 257, 511, 512, 1000, 65'535, 65'536, 65'537, 66'000, 70'000};

} // namespace

TEST_CASE("log: tile paths are those of the specification") {
    const std::pair<TileId, std::string_view> examples[] = {
        {{TileKind::hashes, 0, 1'234'067, 256}, "tile/0/x001/x234/067"},
        {{TileKind::hashes, 0, 0, 256}, "tile/0/000"},
        {{TileKind::hashes, 1, 0, 17}, "tile/1/000.p/17"},
        {{TileKind::hashes, 7, 999, 255}, "tile/7/999.p/255"},
        {{TileKind::hashes, 0, 1000, 1}, "tile/0/x001/000.p/1"},
        {{TileKind::entries, 0, 273, 112}, "tile/entries/273.p/112"},
        {{TileKind::entries, 0, 1'234'067, 256}, "tile/entries/x001/x234/067"},
        {{TileKind::hashes, 0, 72'057'594'037'927'935, 3}, "tile/0/x072/x057/x594/x037/x927/935.p/3"}};
    for (const auto& [tile, path] : examples) {
        CHECK(tile_path(tile) == path);
        const Result<TileId> parsed = parse_tile_path(path);
        REQUIRE(parsed.ok());
        CHECK(*parsed == tile);
    }
}

TEST_CASE("log: a path that no tile has is refused") {
    for (const std::string_view path : {"",
                                        "tile",
                                        "tile/",
                                        "tile/0",
                                        "tile/0/",
                                        "tile/0/0",
                                        "tile/0/00",
                                        "tile/0/0000",
                                        "tile/0/x000/000",
                                        "tile/0/1000",
                                        "tile/0/001/000",
                                        "tile/0/x001/x000",
                                        "tile/00/000",
                                        "tile/01/000",
                                        "tile/8/000",
                                        "tile/64/000",
                                        "tile/-1/000",
                                        "tile/0/000.p/0",
                                        "tile/0/000.p/256",
                                        "tile/0/000.p/01",
                                        "tile/0/000.p/",
                                        "tile/0/000.p",
                                        "tile/0/000.p/1/",
                                        "tile/0/000/",
                                        "/tile/0/000",
                                        "tile/0//000",
                                        "tile/0/../000",
                                        "tile/entries",
                                        "tile/entries/",
                                        "tile/entries/0",
                                        "tile/Entries/000",
                                        "tile/0/x00a/000",
                                        "tile/0/000.p/1.p/1",
                                        "tile/0/000 ",
                                        "tile/0/x001/x234/x567/x890/x123/x456/789",
                                        "tile/0/000?",
                                        "tiles/0/000",
                                        "tile/0/X001/000",
                                        "tile/+1/000"}) {
        const Result<TileId> tile = parse_tile_path(path);
        REQUIRE_MESSAGE(!tile.ok(), path);
        CHECK(tile.error().code == ErrorCode::tile_malformed);
    }
}

// "a tree of size 70,000 will be represented by 273 full level 0 tiles, …"
TEST_CASE("log: the tiles of 70,000 leaves are those of the specification") {
    CHECK(tile_width(TileKind::hashes, 0, 272, most) == 256);
    CHECK(tile_width(TileKind::hashes, 0, 273, most) == 112);
    CHECK(tile_width(TileKind::hashes, 0, 274, most) == 0);
    CHECK(tile_width(TileKind::hashes, 1, 0, most) == 256);
    CHECK(tile_width(TileKind::hashes, 1, 1, most) == 17);
    CHECK(tile_width(TileKind::hashes, 2, 0, most) == 1);
    CHECK(tile_width(TileKind::hashes, 3, 0, most) == 0);
    CHECK(tile_width(TileKind::entries, 0, 273, most) == 112);
    CHECK(tile_width(TileKind::entries, 1, 0, most) == 0);
    CHECK(tile_width(TileKind::hashes, 0, 0, 256) == 256);
    CHECK(tile_width(TileKind::hashes, 1, 0, 256) == 1);
    CHECK(tile_width(TileKind::hashes, 0, 1, 256) == 0);
    CHECK(tile_width(TileKind::hashes, 0, 0, 0) == 0);
    CHECK(tile_width(TileKind::hashes, -1, 0, 5) == 0);
    CHECK(tile_width(TileKind::hashes, 8, 0, UINT64_MAX) == 0);
    CHECK(tile_width(TileKind::hashes, 0, UINT64_MAX, UINT64_MAX) == 0);
}

TEST_CASE("log: a tile is the hashes of full tiles below, one after the other") {
    const Bytes bottom = *make_tile(tree(), {TileKind::hashes, 0, 5, 256});
    CHECK(bottom.size() == 8192);
    CHECK(equal_public(ByteView(bottom).subspan(32, 32), leaf(5 * 256 + 1)));
    MerkleFrontier frontier;
    for (std::uint64_t i = 0; i < 256; ++i) frontier.append(leaf(5 * 256 + i));
    const Bytes above = *make_tile(tree(), {TileKind::hashes, 1, 0, 256});
    CHECK(equal_public(ByteView(above).subspan(5 * 32, 32), frontier.root()));
    kaibiao::test::record("tile", above);
    CHECK_FALSE(make_tile(tree(), {TileKind::hashes, 0, 273, 113}).ok());
}

TEST_CASE("log: roots and proofs from tiles are those of the tree") {
    for (const std::uint64_t size : sizes) {
        const CountingSource source;
        const TileHashReader reader(source, size);
        const TreeHead head{size, *root_at(tree(), size)};
        CHECK(*root_at(reader, size) == head.root);
        for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1}) {
            const Result<MerkleProof> proof = inclusion_proof(reader, index, size);
            REQUIRE(proof.ok());
            CHECK(*proof == *inclusion_proof(tree(), index, size));
            CHECK(verify_inclusion(leaf(index), index, size, head.root, *proof).ok());
        }
        for (const std::uint64_t older : {std::uint64_t{1}, size / 3 + 1, size}) {
            const MerkleProof proof = *consistency_proof(reader, older, size);
            CHECK(verify_consistency({older, *root_at(tree(), older)}, head, proof).ok());
        }
    }
}

TEST_CASE("log: one reading fetches a tile once, and only tiles that the size has") {
    const CountingSource source;
    const TileHashReader reader(source, most);
    REQUIRE(inclusion_proof(reader, 12'345, most).ok());
    CHECK(source.fetched == std::map<std::string, int>{
                                {"tile/0/048", 1}, {"tile/0/273.p/112", 1}, {"tile/1/000", 1}, {"tile/1/001.p/17", 1}});
}

TEST_CASE("log: a tile of the wrong length is refused, and so is a node outside the tree") {
    const FixedSource short_source(Bytes(31)), long_source(Bytes(33));
    CHECK(root_at(TileHashReader(short_source, 1), 1).error().code == ErrorCode::tile_malformed);
    CHECK(root_at(TileHashReader(long_source, 1), 1).error().code == ErrorCode::tile_malformed);
    const CountingSource source;
    const TileHashReader reader(source, 100);
    CHECK(root_at(reader, 101).error().code == ErrorCode::log_index_out_of_range);
    CHECK(reader.read(std::vector<MerkleNodeId>{{63, 0}}).error().code == ErrorCode::log_index_out_of_range);
    CHECK(source.fetched.count("tile/7/000") == 0);
}

TEST_CASE("log: a changed tile does not lead to the root") {
    Bytes bytes = *make_tile(tree(), {TileKind::hashes, 0, 0, 200});
    bytes[200 * 32 - 1] ^= 1;
    const FixedSource source(bytes);
    CHECK(*root_at(TileHashReader(source, 200), 200) != *root_at(tree(), 200));
}

TEST_CASE("log: bundles of entries carry 32 bytes each under their length") {
    std::vector<Digest> entries;
    for (std::uint64_t i = 0; i < 256; ++i) entries.push_back(leaf(i));
    const Bytes bundle = encode_entries(entries);
    CHECK(bundle.size() == 256 * 34);
    CHECK(bundle[0] == 0);
    CHECK(bundle[1] == 32);
    CHECK(*decode_entries(bundle, 256) == entries);
    CHECK_FALSE(decode_entries(bundle, 255).ok());
    CHECK_FALSE(decode_entries(ByteView(bundle).first(bundle.size() - 1), 256).ok());
    CHECK(decode_entries(ByteView(bundle).first(34), 1).ok());
    CHECK_FALSE(decode_entries({}, 0).ok());
    for (const std::size_t at : {0, 1, 34, 35}) {
        Bytes changed = bundle;
        changed[at] ^= 1;
        CHECK(decode_entries(changed, 256).error().code == ErrorCode::tile_malformed);
    }
}
