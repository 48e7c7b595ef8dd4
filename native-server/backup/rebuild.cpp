#include "backup/rebuild.h"

#include "store/folder.h"
#include "store/log_store.h"
#include "work/failure.h"
#include "writer/lot_book.h"
#include "writer/lot_projection.h"

namespace kaibiao::backup {

namespace {

/// Chains of the lot's stream and of its bids'; the number of events.
Result<std::uint64_t> check_chains(const store::ReadTx& tx, const LotId& lot) {
    std::map<StreamId, log::StreamVerifier> verifiers;
    std::uint64_t count = 0;
    for (const store::StreamEvent& stored : store::events_of_lot(tx, lot)) {
        TRY(verifiers.try_emplace(stored.stream, stored.stream).first->second.next(stored.event));
        ++count;
    }
    return count;
}

Status check_checkpoint(const store::ReadTx& tx) {
    const auto checkpoint = store::newest_checkpoint(tx);
    if (!checkpoint) return ok();
    TRY_ASSIGN(const log::Note note, log::decode_note(checkpoint->note));
    TRY_ASSIGN(const log::Checkpoint head, log::decode_checkpoint(note.text));
    const store::StoredTiles tiles(tx);
    TRY_ASSIGN(const Digest root, log::root_at(log::TileHashReader(tiles, head.size), head.size));
    if (root != head.root) return Error(ErrorCode::proof_wrong, "checkpoint");
    return ok();
}

Result<RebuildReport> rebuild_in(store::WriteTx& tx, const RebuildProgress& progress) {
    RebuildReport report;
    store::delete_all_lots(tx);
    const std::vector<LotId> lots = store::lots_with_events(tx);
    for (const LotId& lot : lots) {
        TRY_ASSIGN(const std::uint64_t events, check_chains(tx, lot));
        store::put_lot(tx, writer::lot_row(writer::load_lot(tx, lot)->lot));
        report.events += events;
        ++report.lots;
        if (progress) progress(report.lots, lots.size());
    }
    store::rebuild_tiles(tx);
    TRY(check_checkpoint(tx));
    report.entries = store::log_size(tx);
    tx.commit();
    return report;
}

} // namespace

Result<RebuildReport> rebuild(const std::filesystem::path& data, const RebuildProgress& progress) {
    const store::FolderLayout folder{data};
    if (!std::filesystem::exists(folder.database()))
        return Error(ErrorCode::file_unreadable, folder.database().string());
    TRY_ASSIGN(const store::FolderLock lock, store::FolderLock::take(data));
    TRY_ASSIGN(const auto database, store::Database::open(folder.database()));
    try {
        store::WriteTx tx(database->writer());
        return rebuild_in(tx, progress);
    } catch (const work::Failure& failure) {
        return failure.error();
    }
}

} // namespace kaibiao::backup
