#pragma once
/// The centre's Merkle log in the database: entries, tiles of hashes, the newest checkpoint.

#include "kaibiao/log/tile.h"
#include "kaibiao/log/tlog_proof.h"
#include "store/database.h"

#include <span>

namespace kaibiao::store {

std::uint64_t log_size(const ReadTx& tx);
/// Place of an entry in the log.
std::optional<std::uint64_t> log_position(const ReadTx& tx, const Digest& entry);

/// Serves tiles as c2sp.org/tlog-tiles wants them. The transaction must outlive it.
class StoredTiles final : public log::TileSource {
  public:
    explicit StoredTiles(const ReadTx& tx) : tx_(tx) {}
    /// Errors: log_index_out_of_range.
    Result<Bytes> fetch(const log::TileId& tile) const override;

  private:
    Result<Bytes> hashes(const log::TileId& tile) const;
    Result<Bytes> entries(const log::TileId& tile) const;
    const ReadTx& tx_;
};

struct StoredCheckpoint {
    std::uint64_t size = 0;
    std::string note;
};
std::optional<StoredCheckpoint> newest_checkpoint(const ReadTx& tx);
void put_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint);

/// The growing edge, kept by the writer. A batch that was rolled back is undone by putting back an older copy.
class LogAppender {
  public:
    /// Reads the edge. Errors: those of log::frontier_at.
    static Result<LogAppender> resume(const ReadTx& tx);
    /// Appends in the order given.
    void append(WriteTx& tx, std::span<const Digest> entries);
    std::uint64_t size() const { return frontier_.size(); }
    Digest root() const { return frontier_.root(); }

  private:
    explicit LogAppender(crypto::MerkleFrontier frontier) : frontier_(std::move(frontier)) {}
    crypto::MerkleFrontier frontier_;
};

/// Makes the tiles again from the entries; for `kaibiao rebuild`.
void rebuild_tiles(WriteTx& tx);

/// `.tlog-proof` of the entry at `index` under a checkpoint of this database. Errors: those of log::inclusion_proof.
Result<log::TlogProof> prove(const ReadTx& tx, std::uint64_t index, const StoredCheckpoint& checkpoint);

} // namespace kaibiao::store
