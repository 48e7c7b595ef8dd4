#include "store/log_store.h"

#include <algorithm>
#include <map>

namespace kaibiao::store {

namespace {

constexpr std::size_t digest_size = std::tuple_size_v<Digest>;

void append_hash(WriteTx& tx, int level, std::uint64_t number, ByteView hashes) {
    tx.prepare("INSERT INTO log_tiles(level, number, hashes) VALUES(?,?,?) "
               "ON CONFLICT DO UPDATE SET hashes=CAST(hashes || excluded.hashes AS BLOB)")
        .bind(level)
        .bind(number)
        .bind(hashes)
        .run();
}

void write_nodes(WriteTx& tx, const std::vector<crypto::MerkleNode>& nodes) {
    std::map<std::pair<int, std::uint64_t>, Bytes> grown;
    for (const crypto::MerkleNode& node : nodes) {
        if (node.id.level % log::tile_height != 0) continue;
        const std::pair key(node.id.level / log::tile_height, node.id.index / log::full_tile_width);
        append(grown[key], node.hash);
    }
    for (const auto& [key, hashes] : grown) append_hash(tx, key.first, key.second, hashes);
}

} // namespace

std::uint64_t log_size(const ReadTx& tx) {
    Statement row = tx.prepare("SELECT coalesce(max(position) + 1, 0) FROM log_entries");
    row.step();
    return static_cast<std::uint64_t>(row.integer(0));
}

std::optional<std::uint64_t> log_position(const ReadTx& tx, const Digest& entry) {
    Statement row = tx.prepare("SELECT position FROM log_entries WHERE entry=?");
    row.bind(entry);
    if (!row.step()) return std::nullopt;
    return static_cast<std::uint64_t>(row.integer(0));
}

Result<Bytes> StoredTiles::fetch(const log::TileId& tile) const {
    return tile.kind == log::TileKind::entries ? entries(tile) : hashes(tile);
}

Result<Bytes> StoredTiles::hashes(const log::TileId& tile) const {
    Statement row = tx_.prepare("SELECT hashes FROM log_tiles WHERE level=? AND number=?");
    row.bind(tile.level).bind(tile.index);
    Bytes found = row.step() ? row.bytes(0) : Bytes();
    const std::size_t wanted = static_cast<std::size_t>(tile.width) * digest_size;
    if (found.size() < wanted) return Error(ErrorCode::log_index_out_of_range, log::tile_path(tile));
    found.resize(wanted);
    return found;
}

Result<Bytes> StoredTiles::entries(const log::TileId& tile) const {
    Statement rows = tx_.prepare("SELECT entry FROM log_entries WHERE position>=? ORDER BY position LIMIT ?");
    rows.bind(tile.index * log::full_tile_width).bind(tile.width);
    std::vector<Digest> found;
    while (rows.step()) found.push_back(rows.array<digest_size>(0));
    if (found.size() < static_cast<std::size_t>(tile.width))
        return Error(ErrorCode::log_index_out_of_range, log::tile_path(tile));
    return log::encode_entries(found);
}

std::optional<StoredCheckpoint> newest_checkpoint(const ReadTx& tx) {
    Statement row = tx.prepare("SELECT size, note FROM checkpoint");
    if (!row.step()) return std::nullopt;
    return StoredCheckpoint{static_cast<std::uint64_t>(row.integer(0)), row.text(1)};
}

void put_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint) {
    tx.prepare("INSERT INTO checkpoint(only, size, note) VALUES(1,?,?) ON CONFLICT DO UPDATE SET size=excluded.size, "
               "note=excluded.note")
        .bind(checkpoint.size)
        .bind(checkpoint.note)
        .run();
}

Result<LogAppender> LogAppender::resume(const ReadTx& tx) {
    const std::uint64_t size = log_size(tx);
    const StoredTiles tiles(tx);
    TRY_ASSIGN(crypto::MerkleFrontier frontier, log::frontier_at(log::TileHashReader(tiles, size), size));
    return LogAppender(std::move(frontier));
}

void LogAppender::append(WriteTx& tx, std::span<const Digest> entries) {
    std::vector<crypto::MerkleNode> nodes;
    for (const Digest& entry : entries) {
        tx.prepare("INSERT INTO log_entries(position, entry) VALUES(?,?)").bind(frontier_.size()).bind(entry).run();
        frontier_.append(crypto::merkle_leaf_hash(entry), &nodes);
    }
    write_nodes(tx, nodes);
}

void rebuild_tiles(WriteTx& tx) {
    tx.prepare("DELETE FROM log_tiles").run();
    crypto::MerkleFrontier frontier;
    std::vector<crypto::MerkleNode> nodes;
    Statement rows = tx.prepare("SELECT entry FROM log_entries ORDER BY position");
    while (rows.step()) {
        frontier.append(crypto::merkle_leaf_hash(rows.array<digest_size>(0)), &nodes);
        if (nodes.size() < 10'000) continue;
        write_nodes(tx, nodes);
        nodes.clear();
    }
    write_nodes(tx, nodes);
}

Result<log::TlogProof> prove(const ReadTx& tx, std::uint64_t index, const StoredCheckpoint& checkpoint) {
    const StoredTiles tiles(tx);
    log::TlogProof proof;
    proof.index = index;
    proof.checkpoint = checkpoint.note;
    TRY_ASSIGN(proof.hashes, log::inclusion_proof(log::TileHashReader(tiles, checkpoint.size), index, checkpoint.size));
    return proof;
}

} // namespace kaibiao::store
