#include "kaibiao/log/tile.h"

#include "merkle_range.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

constexpr std::size_t hash_size = 32;

Error malformed(const TileId& tile) { return Error(ErrorCode::tile_malformed, tile_path(tile)); }

/// Where a node of the tree stands within the tiles: it is the hash over `count` hashes of one tile.
struct TilePlace {
    int level;
    std::uint64_t index;
    std::size_t first;
    std::size_t count;
};

TilePlace place_of(const MerkleNodeId& node) {
    const int height = node.level % tile_height;
    const auto first = static_cast<std::size_t>((node.index << height) % full_tile_width);
    return {node.level / tile_height, node.index >> (tile_height - height), first, std::size_t{1} << height};
}

Digest hash_at(ByteView tile, std::size_t at) {
    Digest hash{};
    std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(at * hash_size), hash_size, hash.begin());
    return hash;
}

/// The root over a power of two of consecutive hashes of a tile.
Digest subtree_root(ByteView tile, std::size_t first, std::size_t count) {
    crypto::MerkleFrontier frontier;
    for (std::size_t i = first; i < first + count; ++i) frontier.append(hash_at(tile, i));
    return frontier.root();
}

/// Fetches a tile when it is not the one fetched last or before.
class TileCache {
  public:
    explicit TileCache(const TileSource& source) : source_(source) {}

    Result<ByteView> get(const TileId& tile) {
        for (const auto& [id, bytes] : fetched_) {
            if (id == tile) return ByteView(bytes);
        }
        TRY_ASSIGN(Bytes bytes, source_.fetch(tile));
        if (bytes.size() != static_cast<std::size_t>(tile.width) * hash_size) return malformed(tile);
        // The bytes of a moved vector stay where they are, so views of other tiles stay valid.
        fetched_.emplace_back(tile, std::move(bytes));
        return ByteView(fetched_.back().second);
    }

  private:
    const TileSource& source_;
    std::vector<std::pair<TileId, Bytes>> fetched_;
};

} // namespace

Result<Bytes> make_tile(const HashReader& reader, const TileId& tile) {
    std::vector<MerkleNodeId> ids;
    ids.reserve(static_cast<std::size_t>(tile.width));
    for (int i = 0; i < tile.width; ++i)
        ids.push_back({tile.level * tile_height, tile.index * full_tile_width + static_cast<std::uint64_t>(i)});
    TRY_ASSIGN(const std::vector<Digest> hashes, reader.read(ids));
    Bytes bytes;
    for (const Digest& hash : hashes) append(bytes, hash);
    return bytes;
}

Bytes encode_entries(std::span<const Digest> entries) {
    if (entries.size() > full_tile_width) std::abort();
    Bytes bundle;
    for (const Digest& entry : entries) {
        append(bundle, ByteArray<2>{0, hash_size});
        append(bundle, entry);
    }
    return bundle;
}

Result<std::vector<Digest>> decode_entries(ByteView bundle, int width) {
    constexpr std::size_t step = 2 + hash_size;
    if (width < 1 || width > full_tile_width || bundle.size() != static_cast<std::size_t>(width) * step)
        return Error(ErrorCode::tile_malformed);
    std::vector<Digest> entries;
    for (; !bundle.empty(); bundle = bundle.subspan(step)) {
        if (bundle[0] != 0 || bundle[1] != hash_size) return Error(ErrorCode::tile_malformed);
        entries.push_back(hash_at(bundle.subspan(2), 0));
    }
    return entries;
}

Result<std::vector<Digest>> TileHashReader::read(std::span<const MerkleNodeId> ids) const {
    TileCache cache(source_);
    std::vector<Digest> hashes;
    for (const MerkleNodeId& node : ids) {
        const TilePlace place = place_of(node);
        const int width = tile_width(TileKind::hashes, place.level, place.index, size_);
        if (place.first + place.count > static_cast<std::size_t>(width))
            return Error(ErrorCode::log_index_out_of_range,
                         "level " + std::to_string(node.level) + " node " + std::to_string(node.index));
        TRY_ASSIGN(const ByteView tile, cache.get({TileKind::hashes, place.level, place.index, width}));
        hashes.push_back(subtree_root(tile, place.first, place.count));
    }
    return hashes;
}

} // namespace kaibiao::log
