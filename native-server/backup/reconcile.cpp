#include "backup/backup.h"
#include "kaibiao/codec/text.h"
#include "store/folder.h"
#include "store/log_store.h"
#include "store/settings.h"
#include "usecase/secrets.h"
#include "work/entropy.h"
#include "work/failure.h"

namespace kaibiao::backup {

namespace fs = std::filesystem;

namespace {

/// The log that a data folder continues, with the folder locked.
struct OpenedLog {
    store::FolderLock lock;
    std::unique_ptr<store::Database> database;
    store::FolderLayout folder;
};

Result<OpenedLog> open_log(const fs::path& data) {
    const store::FolderLayout folder{data};
    if (!fs::exists(folder.database())) return Error(ErrorCode::file_unreadable, folder.database().string());
    TRY_ASSIGN(store::FolderLock lock, store::FolderLock::take(data));
    TRY_ASSIGN(auto database, store::Database::open(folder.database()));
    return OpenedLog{std::move(lock), std::move(database), folder};
}

Result<log::Checkpoint> open_own_checkpoint(const OpenedLog& opened, const store::ReadTx& tx, const std::string& note) {
    const std::string origin = store::setting(tx, store::log_origin).value_or("");
    TRY_ASSIGN(SecretArray<32> seed, usecase::kept_secret(usecase::log_key_file(tx, opened.folder)));
    TRY_ASSIGN(const log::SignerKey key, log::SignerKey::make(origin, log::NoteKeyType::ed25519, std::move(seed)));
    TRY_ASSIGN(const log::TrustedCheckpoint trusted, log::open_checkpoint(note, {origin, {key.verifier()}, {}, {}}));
    return trusted.checkpoint;
}

Status reconcile_in(const OpenedLog& opened, const std::string& note) {
    store::WriteTx tx(opened.database->writer());
    TRY_ASSIGN(const log::Checkpoint known, open_own_checkpoint(opened, tx, note));
    const std::uint64_t size = store::log_size(tx);
    if (known.size > size)
        return Error(ErrorCode::log_reconcile_required, "checkpoint",
                     "it covers " + std::to_string(known.size) + " entries, the restored log has " +
                         std::to_string(size));
    const store::StoredTiles tiles(tx);
    TRY_ASSIGN(const Digest root, log::root_at(log::TileHashReader(tiles, size), known.size));
    if (root != known.root) return Error(ErrorCode::proof_wrong, "checkpoint");
    store::delete_setting(tx, store::reconcile_required);
    tx.commit();
    return ok();
}

/// The old log's entries stay where they are for the proofs that refer to them; the new one begins as their
/// continuation under another name and key, so that nobody mistakes it for the old one. The key is made first, and
/// counts with the commit that names it: whenever this ends, a log has the key that it had.
Result<std::string> new_origin_in(const OpenedLog& opened) {
    store::WriteTx tx(opened.database->writer());
    const std::string old = store::setting(tx, store::log_origin).value_or("");
    const std::string suffix = codec::encode_hex(work::random_bytes<4>());
    const std::string fresh = old.substr(0, old.rfind('/')) + "/" + suffix;
    const std::string key = "log-" + suffix + ".key";
    TRY(usecase::kept_secret(opened.folder.keys() / key));
    store::put_setting(tx, store::log_origin, fresh);
    store::put_setting(tx, store::log_key, key);
    store::delete_setting(tx, store::reconcile_required);
    tx.prepare("DELETE FROM checkpoint").run();
    tx.commit();
    return fresh;
}

} // namespace

Status reconcile(const fs::path& data, const std::string& newest_checkpoint) {
    TRY_ASSIGN(const OpenedLog opened, open_log(data));
    try {
        return reconcile_in(opened, newest_checkpoint);
    } catch (const work::Failure& failure) {
        return failure.error();
    }
}

Result<std::string> begin_new_origin(const fs::path& data) {
    TRY_ASSIGN(const OpenedLog opened, open_log(data));
    try {
        return new_origin_in(opened);
    } catch (const std::exception& thrown) {
        return work::error_behind(thrown);
    }
}

} // namespace kaibiao::backup
