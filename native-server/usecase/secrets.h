#pragma once
/// Keys of the server in its data folder: made on first use, readable by its owner only, never in the database.

#include "kaibiao/log/note.h"
#include "store/database.h"
#include "store/folder.h"

#include <filesystem>

namespace kaibiao::usecase {

/// 32 random bytes kept as one line of base64 in `file`. Errors: file_unwritable, file_unreadable, base64_malformed.
Result<SecretArray<32>> kept_secret(const std::filesystem::path& file);

/// Where the key of the log stands that this data folder continues: with the log's name in the database, so that both
/// change in one step.
std::filesystem::path log_key_file(const store::ReadTx& tx, const store::FolderLayout& folder);

} // namespace kaibiao::usecase
