#include "store/witnessed.h"

#include <array>

namespace kaibiao::store {

namespace {

std::optional<StoredCheckpoint> read(Statement& row) {
    if (!row.step()) return std::nullopt;
    return StoredCheckpoint{static_cast<std::uint64_t>(row.integer(0)), row.text(1)};
}

std::optional<StoredCheckpoint> read_of(const ReadTx& tx, const char* text, const LotId& lot) {
    Statement row = tx.prepare(text);
    return read(row.bind(lot));
}

/// For the lots whose events it is the first to cover.
constexpr std::array<const char*, 2> first_of_lots{
    "INSERT OR IGNORE INTO closing_checkpoints SELECT DISTINCT events.lot, ?1, ?2 FROM log_entries JOIN events ON "
    "events.hash=log_entries.entry WHERE log_entries.position>=?3 AND log_entries.position<?1 AND "
    "instr(CAST(events.header AS TEXT), '\"type\":\"lot.closed\"')",
    "INSERT OR REPLACE INTO lot_checkpoints SELECT DISTINCT events.lot, ?1, ?2 FROM log_entries JOIN events ON "
    "events.hash=log_entries.entry WHERE log_entries.position>=?3 AND log_entries.position<?1"};
/// The same checkpoint again has more cosignatures.
constexpr std::array<const char*, 2> more_cosignatures{"UPDATE closing_checkpoints SET note=?2 WHERE size=?1",
                                                       "UPDATE lot_checkpoints SET note=?2 WHERE size=?1"};

} // namespace

std::optional<StoredCheckpoint> witnessed_checkpoint(const ReadTx& tx) {
    Statement row = tx.prepare("SELECT size, note FROM witnessed_checkpoint");
    return read(row);
}

std::optional<StoredCheckpoint> closing_checkpoint(const ReadTx& tx, const LotId& lot) {
    return read_of(tx, "SELECT size, note FROM closing_checkpoints WHERE lot=?", lot);
}

std::optional<StoredCheckpoint> lot_checkpoint(const ReadTx& tx, const LotId& lot) {
    return read_of(tx, "SELECT size, note FROM lot_checkpoints WHERE lot=?", lot);
}

void put_witnessed_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint) {
    const auto before = witnessed_checkpoint(tx);
    if (before && before->size == checkpoint.size)
        for (const char* text : more_cosignatures) tx.prepare(text).bind(checkpoint.size).bind(checkpoint.note).run();
    else
        for (const char* text : first_of_lots)
            tx.prepare(text).bind(checkpoint.size).bind(checkpoint.note).bind(before ? before->size : 0).run();
    tx.prepare("INSERT INTO witnessed_checkpoint(only, size, note) VALUES(1,?,?) ON CONFLICT DO UPDATE SET "
               "size=excluded.size, note=excluded.note WHERE excluded.size>=size")
        .bind(checkpoint.size)
        .bind(checkpoint.note)
        .run();
}

} // namespace kaibiao::store
