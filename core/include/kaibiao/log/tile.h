#pragma once
/// The log as static files: c2sp.org/tlog-tiles with tiles of height 8 and entries of 32 bytes.

#include "kaibiao/log/proof.h"

#include <string>
#include <string_view>

namespace kaibiao::log {

inline constexpr int tile_height = 8;
inline constexpr int full_tile_width = 256;
inline constexpr int max_tile_level = 7; ///< levels above would need 2^64 leaves

enum class TileKind : std::uint8_t { hashes, entries };

struct TileId {
    TileKind kind = TileKind::hashes;
    int level = 0; ///< 0 for entries
    std::uint64_t index = 0;
    int width = full_tile_width; ///< hashes or entries in it, 1–256
    bool operator==(const TileId&) const = default;
};

/// `tile/0/x001/x234/067`, `tile/1/000.p/17`, `tile/entries/003`.
std::string tile_path(const TileId& tile);
/// Errors: tile_malformed for anything that tile_path would not write.
Result<TileId> parse_tile_path(std::string_view path);
/// How many hashes the tile has in a tree of `size` leaves; 0 when it does not exist there.
int tile_width(TileKind kind, int level, std::uint64_t index, std::uint64_t size);

/// The hashes of a tile. Errors: those of the reader.
Result<Bytes> make_tile(const HashReader& reader, const TileId& tile);
/// Entries with their lengths before them. At most 256.
Bytes encode_entries(std::span<const Digest> entries);
/// Errors: tile_malformed unless there are exactly `width` entries of 32 bytes.
Result<std::vector<Digest>> decode_entries(ByteView bundle, int width);

/// Fetches tiles: files, a client of the HTTP interface.
class TileSource {
  public:
    virtual ~TileSource() = default;
    virtual Result<Bytes> fetch(const TileId& tile) const = 0;
};

/// Reads the hashes of a tree of `size` leaves from its tiles. Tiles are not trusted: check what comes out
/// against a checkpoint's root.
class TileHashReader final : public HashReader {
  public:
    TileHashReader(const TileSource& source, std::uint64_t size) : source_(source), size_(size) {}
    /// Fetches each tile once. Errors: those of the source, tile_malformed, log_index_out_of_range.
    Result<std::vector<Digest>> read(std::span<const MerkleNodeId> ids) const override;

  private:
    const TileSource& source_;
    std::uint64_t size_;
};

} // namespace kaibiao::log
