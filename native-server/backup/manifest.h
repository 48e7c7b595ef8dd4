#pragma once
/// `manifest.json` of a backup.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"

#include <string>
#include <vector>

namespace kaibiao::backup {

struct BackedUpFile {
    std::string path; ///< relative, with `/`
    std::uint64_t bytes = 0;
    Digest digest{}; ///< SHA-256
};
struct Manifest {
    Instant created;
    std::uint64_t log_size = 0;
    std::vector<BackedUpFile> files; ///< ascending by path
};
inline constexpr const char* manifest_name = "manifest.json";
inline constexpr const char* manifest_format = "kaibiao/backup/v1";

std::string encode_manifest(const Manifest& manifest);
/// Errors: backup_damaged.
Result<Manifest> decode_manifest(ByteView text);

} // namespace kaibiao::backup
