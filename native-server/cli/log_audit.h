#pragma once
/// Whether a log is what it signed, and the same for everybody.

#include "cli/held_checkpoint.h"
#include "kaibiao/log/tile.h"

#include <optional>

namespace kaibiao::cli {

/// Two checkpoints under the log's signature that no one log can have: whoever holds both can convict it.
struct SplitView {
    HeldCheckpoint one;
    HeldCheckpoint other;
};

/// Two of them that have the same size and another root.
std::optional<SplitView> find_two_roots(const std::vector<HeldCheckpoint>& held);

/// Recomputes the tree from its published entries and compares it with the newest checkpoint and all that were kept.
/// Errors: proof_wrong when the entries do not have the newest's root, log_index_out_of_range when a checkpoint that
/// was kept is of a larger tree than the newest, those of `tiles`.
Result<std::optional<SplitView>> compare_with_entries(const log::TileSource& tiles, const HeldCheckpoint& newest,
                                                      const std::vector<HeldCheckpoint>& held);

} // namespace kaibiao::cli
