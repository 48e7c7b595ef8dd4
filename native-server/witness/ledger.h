#pragma once
/// What a witness cosigned last, durable before it says so. Format: docs/formats/storage.md.

#include "kaibiao/log/checkpoint.h"

#include <filesystem>

namespace kaibiao::witness {

enum class Evidence : std::uint8_t {
    conviction, ///< the log signed another root for the size that was cosigned
    suspicion,  ///< the proof does not hold: the log was rewritten, or anybody sent its checkpoint with a wrong proof
};

/// One file for each log in a folder that exists: the signed checkpoint that was cosigned last. Not thread-safe.
class Ledger {
  public:
    explicit Ledger(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Size 0 for a log that was never cosigned. Errors: file_unreadable, those of decode_note and decode_checkpoint
    /// when the file was damaged: then nothing may be cosigned.
    Result<log::TreeHead> last(const std::string& origin) const;
    /// On disk when it returns. Errors: file_unwritable, disk_full.
    Status keep(const std::string& origin, std::string_view note) const;
    /// Keeps the last request of its kind for whoever runs the witness. Errors: as keep().
    Status keep_evidence(const std::string& origin, Evidence kind, std::string_view request) const;

  private:
    std::filesystem::path file_of(const std::string& origin, const char* extension) const;
    std::filesystem::path folder_;
};

} // namespace kaibiao::witness
