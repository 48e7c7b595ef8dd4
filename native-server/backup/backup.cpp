#include "backup/backup.h"

#include "backup/manifest.h"
#include "blob/file.h"
#include "kaibiao/crypto/hash.h"
#include "store/log_store.h"
#include "store/settings.h"
#include "work/arrivals.h"
#include "work/failure.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>

namespace kaibiao::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t copying_piece = std::size_t{1} << 20;
constexpr std::uint64_t largest_manifest = std::uint64_t{16} << 30;
constexpr const char* database_name = "kaibiao.db";

/// Reads `from` to its end, hashing; writes to `to` when that is given.
Result<BackedUpFile> pass(const fs::path& from, const std::optional<fs::path>& to, const BackupProgress& progress) {
    std::ifstream in(from, std::ios::binary);
    if (!in) return Error(ErrorCode::file_unreadable, from.string(), std::strerror(errno));
    std::optional<blob::WritableFile> out;
    if (to) {
        fs::create_directories(to->parent_path());
        TRY_ASSIGN(out, blob::WritableFile::open(*to));
    }
    BackedUpFile file;
    crypto::Sha256 hash;
    Bytes piece(copying_piece);
    while (in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size())) ||
           in.gcount() > 0) {
        const ByteView read = ByteView(piece).first(static_cast<std::size_t>(in.gcount()));
        hash.update(read);
        if (out) TRY(out->write_at(file.bytes, read));
        file.bytes += read.size();
        progress(read.size());
    }
    if (in.bad()) return Error(ErrorCode::file_unreadable, from.string());
    if (out) TRY(out->sync());
    file.digest = hash.finish();
    return file;
}

/// SQLite's online backup: a consistent copy whatever the server is doing.
Status copy_database(const fs::path& from, const fs::path& to) {
    store::Connection source(from, store::Access::read_only);
    store::Connection target(to, store::Access::read_write);
    sqlite3_backup* copying = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    const int stepped = copying != nullptr ? sqlite3_backup_step(copying, -1) : SQLITE_ERROR;
    const int finished = sqlite3_backup_finish(copying);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return Error(stepped == SQLITE_FULL ? ErrorCode::disk_full : ErrorCode::database_failed, from.string(),
                     sqlite3_errmsg(target.handle()));
    target.execute("PRAGMA journal_mode=DELETE");
    return ok();
}

std::vector<fs::path> files_below(const fs::path& root, const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code failed;
    for (const auto& item : fs::recursive_directory_iterator(root / folder, failed))
        if (item.is_regular_file()) out.push_back(item.path().lexically_relative(root));
    return out;
}

std::uint64_t log_size_of(const fs::path& database) {
    store::Connection connection(database, store::Access::read_only);
    return static_cast<std::uint64_t>(connection.integer("SELECT coalesce(max(position) + 1, 0) FROM log_entries"));
}

BackupReport report_of(const Manifest& manifest) {
    BackupReport report{manifest.files.size(), 0, manifest.log_size};
    for (const BackedUpFile& file : manifest.files) report.bytes += file.bytes;
    return report;
}

Result<Manifest> copy_all(const fs::path& data, const fs::path& out, const BackupProgress& progress) {
    Manifest manifest;
    manifest.created = work::ServerClock().now();
    TRY(copy_database(data / database_name, out / database_name));
    manifest.log_size = log_size_of(out / database_name);
    TRY_ASSIGN(BackedUpFile database, pass(out / database_name, std::nullopt, progress));
    database.path = database_name;
    manifest.files.push_back(std::move(database));
    // Parts are only ever added, so those that the copied database knows are all there by now.
    for (const char* folder : {"blobs", "documents", "keys", "tls"})
        for (const fs::path& path : files_below(data, folder)) {
            TRY_ASSIGN(BackedUpFile file, pass(data / path, out / path, progress));
            file.path = path.generic_string();
            manifest.files.push_back(std::move(file));
        }
    std::sort(manifest.files.begin(), manifest.files.end(),
              [](const auto& left, const auto& right) { return left.path < right.path; });
    return manifest;
}

Status check_database(const fs::path& file) {
    store::Connection connection(file, store::Access::read_only);
    store::Statement check = connection.prepare("PRAGMA integrity_check");
    if (!check.step() || check.text(0) != "ok")
        return Error(ErrorCode::backup_damaged, database_name, "integrity check");
    return ok();
}

Result<Manifest> read_manifest_of(const fs::path& from) {
    std::error_code ignored;
    if (!fs::exists(from / manifest_name, ignored))
        return fs::is_directory(from, ignored)
                   ? Error(ErrorCode::backup_missing, from.string(), manifest_name)
                   : Error(ErrorCode::file_unreadable, from.string(), "没有该目录 no such folder");
    const auto text = blob::read_whole(from / manifest_name, largest_manifest);
    if (!text.ok()) return Error(ErrorCode::backup_damaged, manifest_name, text.error().detail);
    return decode_manifest(*text);
}

/// Compares (and copies, when `to` is given) every file.
Status walk(const Manifest& manifest, const fs::path& from, const std::optional<fs::path>& to,
            const BackupProgress& progress) {
    for (const BackedUpFile& expected : manifest.files) {
        const auto target = to ? std::optional(*to / expected.path) : std::nullopt;
        const auto found = pass(from / expected.path, target, progress);
        if (!found.ok() && found.error().code == ErrorCode::file_unreadable)
            return Error(ErrorCode::backup_damaged, expected.path, "missing");
        if (!found.ok()) return found.error();
        if (found->bytes != expected.bytes || found->digest != expected.digest)
            return Error(ErrorCode::backup_damaged, expected.path);
    }
    return ok();
}

/// A folder beside the wanted one, which goes unless it takes the wanted name.
class UnfinishedFolder {
  public:
    static Result<UnfinishedFolder> beside(const fs::path& wanted) {
        std::error_code failed;
        if (wanted.has_parent_path()) fs::create_directories(wanted.parent_path(), failed);
        std::string name = wanted.string();
        while (name.size() > 1 && name.back() == '/') name.pop_back();
        name += ".restoring-XXXXXX";
        if (failed || ::mkdtemp(name.data()) == nullptr)
            return Error(ErrorCode::file_unwritable, wanted.string(), failed ? failed.message() : std::strerror(errno));
        return UnfinishedFolder(name);
    }
    UnfinishedFolder(UnfinishedFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    UnfinishedFolder& operator=(UnfinishedFolder&&) = delete;
    ~UnfinishedFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }

    const fs::path& path() const { return path_; }
    Status become(const fs::path& wanted) const {
        std::error_code failed;
        fs::rename(path_, wanted, failed);
        return failed ? Status(Error(ErrorCode::file_unwritable, wanted.string(), failed.message())) : ok();
    }

  private:
    explicit UnfinishedFolder(fs::path path) : path_(std::move(path)) {}
    fs::path path_;
};

/// The files of the backup, and the mark that the log must be reconciled before it is signed.
Status fill(const Manifest& manifest, const fs::path& from, const fs::path& data, const BackupProgress& progress) {
    TRY(walk(manifest, from, data, progress));
    TRY(check_database(data / database_name));
    TRY_ASSIGN(const auto database, store::Database::open(data / database_name));
    store::WriteTx tx(database->writer());
    store::put_setting(tx, store::reconcile_required, manifest.created.text());
    tx.commit();
    return ok();
}

/// What SQLite throws becomes an error.
template <typename Act> auto guarded(Act act) -> decltype(act()) {
    try {
        return act();
    } catch (const std::exception& thrown) {
        return work::error_behind(thrown);
    }
}

} // namespace

Result<BackupReport> create(const fs::path& data, const fs::path& out, const BackupProgress& progress) {
    if (fs::exists(out)) return Error(ErrorCode::file_exists, out.string());
    if (!fs::exists(data / database_name)) return Error(ErrorCode::file_unreadable, (data / database_name).string());
    return guarded([&]() -> Result<BackupReport> {
        fs::create_directories(out);
        fs::permissions(out, fs::perms::owner_all);
        TRY_ASSIGN(const Manifest manifest, copy_all(data, out, progress));
        TRY(blob::replace_file(out / manifest_name, as_bytes(encode_manifest(manifest)), blob::Durability::now));
        return report_of(manifest);
    });
}

Result<BackupReport> verify(const fs::path& from, const BackupProgress& progress) {
    return guarded([&]() -> Result<BackupReport> {
        TRY_ASSIGN(const Manifest manifest, read_manifest_of(from));
        TRY(walk(manifest, from, std::nullopt, progress));
        TRY(check_database(from / database_name));
        return report_of(manifest);
    });
}

Result<BackupReport> restore(const fs::path& from, const fs::path& data, const BackupProgress& progress) {
    if (fs::exists(data)) return Error(ErrorCode::file_exists, data.string());
    return guarded([&]() -> Result<BackupReport> {
        TRY_ASSIGN(const Manifest manifest, read_manifest_of(from));
        TRY_ASSIGN(const UnfinishedFolder unfinished, UnfinishedFolder::beside(data));
        TRY(fill(manifest, from, unfinished.path(), progress));
        TRY(unfinished.become(data));
        return report_of(manifest);
    });
}

} // namespace kaibiao::backup
