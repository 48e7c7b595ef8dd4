#pragma once
/// Checkpoints that people kept: as they are, in a receipt or in a proof of logging.

#include "kaibiao/log/checkpoint.h"
#include "kaibiao/log/receipt.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kaibiao::cli {

/// Nothing is verified. Errors, with the file's name: file_unreadable, file_kind_wrong, those of decode_receipt.
Result<log::Receipt> read_receipt(const std::filesystem::path& file);

struct HeldCheckpoint {
    std::string source; ///< the file's name, or the server's address
    std::string note;   ///< as signed
    log::Checkpoint checkpoint;
};

/// Verifies the log's signature, and a receipt as a whole; no witness is asked for, because receipts are given before
/// they cosign. Errors, with the file's name: file_unreadable, file_kind_wrong, those of decode_receipt,
/// decode_tlog_proof, open_checkpoint and verify_receipt.
Result<HeldCheckpoint> read_held_checkpoint(const std::filesystem::path& file, const log::LogTrust& trust);
/// The tree heads of several.
Result<std::vector<log::TreeHead>> read_held_heads(const std::vector<std::string>& files, const log::LogTrust& trust);

} // namespace kaibiao::cli
