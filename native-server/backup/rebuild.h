#pragma once
/// Projections made again from the truth.

#include "kaibiao/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace kaibiao::backup {

struct RebuildReport {
    std::uint64_t lots = 0;
    std::uint64_t events = 0;
    std::uint64_t entries = 0;
};

/// Locks the folder, follows every chain, replays every lot into its row, makes the tiles from the entries and compares
/// the root with the newest checkpoint; all or nothing.
/// `progress` hears of each lot.
/// Errors: data_folder_in_use, database_newer, event_chain_broken, event_payload_mismatch, proof_wrong.
using RebuildProgress = std::function<void(std::uint64_t done_lots, std::uint64_t lots)>;
Result<RebuildReport> rebuild(const std::filesystem::path& data, const RebuildProgress& progress = {});

} // namespace kaibiao::backup
