#include "store/witnessed.h"

namespace kaibiao::store {

std::optional<StoredCheckpoint> witnessed_checkpoint(const ReadTx& tx) {
    Statement row = tx.prepare("SELECT size, note FROM witnessed_checkpoint");
    if (!row.step()) return std::nullopt;
    return StoredCheckpoint{static_cast<std::uint64_t>(row.integer(0)), row.text(1)};
}

std::optional<StoredCheckpoint> closing_checkpoint(const ReadTx& tx, const LotId& lot) {
    Statement row = tx.prepare("SELECT size, note FROM closing_checkpoints WHERE lot=?");
    row.bind(lot);
    if (!row.step()) return std::nullopt;
    return StoredCheckpoint{static_cast<std::uint64_t>(row.integer(0)), row.text(1)};
}

void put_witnessed_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint) {
    const auto before = witnessed_checkpoint(tx);
    tx.prepare("INSERT OR IGNORE INTO closing_checkpoints SELECT events.lot, ?1, ?2 FROM log_entries JOIN events ON "
               "events.hash=log_entries.entry WHERE log_entries.position>=?3 AND log_entries.position<?1 AND "
               "instr(CAST(events.header AS TEXT), '\"type\":\"lot.closed\"')")
        .bind(checkpoint.size)
        .bind(checkpoint.note)
        .bind(before ? before->size : 0)
        .run();
    tx.prepare("INSERT INTO witnessed_checkpoint(only, size, note) VALUES(1,?,?) ON CONFLICT DO UPDATE SET "
               "size=excluded.size, note=excluded.note WHERE excluded.size>=size")
        .bind(checkpoint.size)
        .bind(checkpoint.note)
        .run();
}

} // namespace kaibiao::store
