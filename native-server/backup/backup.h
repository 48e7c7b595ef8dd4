#pragma once
/// Backups: a consistent copy of the database, of every part and document, and of the keys, with a manifest that says
/// what must be there. docs/operations.md.

#include "kaibiao/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace kaibiao::backup {

struct BackupReport {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t log_size = 0;
};
using BackupProgress = std::function<void(std::uint64_t bytes)>;

/// May run while the server does. `out` must not exist. Errors: file_exists, file_unreadable, disk_full.
Result<BackupReport> create(const std::filesystem::path& data, const std::filesystem::path& out,
                            const BackupProgress& progress);
/// Every byte against the manifest, the database's own check, and the log's root against its checkpoint.
/// Errors: backup_damaged (place is the file).
Result<BackupReport> verify(const std::filesystem::path& from, const BackupProgress& progress);
/// Verifies, then copies into a new data folder. The server that runs there signs nothing until it is reconciled.
/// Errors: as verify; file_exists.
Result<BackupReport> restore(const std::filesystem::path& from, const std::filesystem::path& data,
                             const BackupProgress& progress);

/// Lets a restored server sign again. `newest_checkpoint`: the newest one that anybody holds, from witnesses or
/// receipts. Errors: log_reconcile_required when the restored log does not reach it, note_signature_wrong, proof_wrong.
Status reconcile(const std::filesystem::path& data, const std::string& newest_checkpoint);
/// Where entries were lost for good: goes on as another log, under a new origin and key. Lots of the old one stay
/// readable.
Result<std::string> begin_new_origin(const std::filesystem::path& data);

} // namespace kaibiao::backup
