#pragma once
/// Keys of the server in its data folder: made on first use, readable by its owner only, never in the database.

#include "kaibiao/log/note.h"

#include <filesystem>

namespace kaibiao::usecase {

/// 32 random bytes kept as one line of base64 in `file`. Errors: file_unwritable, file_unreadable, base64_malformed.
Result<SecretArray<32>> kept_secret(const std::filesystem::path& file);

} // namespace kaibiao::usecase
