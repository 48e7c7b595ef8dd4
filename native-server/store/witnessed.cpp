#include "store/witnessed.h"

namespace kaibiao::store {

std::optional<StoredCheckpoint> witnessed_checkpoint(const ReadTx& tx) {
    Statement row = tx.prepare("SELECT size, note FROM witnessed_checkpoint");
    if (!row.step()) return std::nullopt;
    return StoredCheckpoint{static_cast<std::uint64_t>(row.integer(0)), row.text(1)};
}

void put_witnessed_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint) {
    tx.prepare("INSERT INTO witnessed_checkpoint(only, size, note) VALUES(1,?,?) ON CONFLICT DO UPDATE SET "
               "size=excluded.size, note=excluded.note WHERE excluded.size>=size")
        .bind(checkpoint.size)
        .bind(checkpoint.note)
        .run();
}

} // namespace kaibiao::store
