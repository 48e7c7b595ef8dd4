#include "cli/log_audit.h"

#include "cli/terminal.h"

#include <map>

namespace kaibiao::cli {

namespace {

/// The roots that the log's published entries really have, at each of these sizes.
Status find_roots(const log::TileSource& tiles, std::uint64_t size, std::map<std::uint64_t, Digest>& roots) {
    log::MerkleFrontier frontier;
    Progress progress("entries", size * 32);
    const auto note_root = [&] {
        if (const auto found = roots.find(frontier.size()); found != roots.end()) found->second = frontier.root();
    };
    note_root();
    for (std::uint64_t index = 0; frontier.size() < size; ++index) {
        const int width = log::tile_width(log::TileKind::entries, 0, index, size);
        TRY_ASSIGN(const Bytes bundle, tiles.fetch({log::TileKind::entries, 0, index, width}));
        TRY_ASSIGN(const std::vector<Digest> entries, log::decode_entries(bundle, width));
        for (const Digest& entry : entries) {
            frontier.append(crypto::merkle_leaf_hash(entry));
            note_root();
        }
        progress.advance_to(frontier.size() * 32);
    }
    return ok();
}

} // namespace

std::optional<SplitView> find_two_roots(const std::vector<HeldCheckpoint>& held) {
    std::map<std::uint64_t, const HeldCheckpoint*> by_size;
    for (const HeldCheckpoint& one : held) {
        const auto [known, fresh] = by_size.emplace(one.checkpoint.size, &one);
        if (!fresh && known->second->checkpoint.root != one.checkpoint.root) return SplitView{*known->second, one};
    }
    return std::nullopt;
}

Result<std::optional<SplitView>> compare_with_entries(const log::TileSource& tiles, const HeldCheckpoint& newest,
                                                      const std::vector<HeldCheckpoint>& held) {
    const log::Checkpoint& now = newest.checkpoint;
    std::map<std::uint64_t, Digest> roots{{now.size, {}}};
    for (const HeldCheckpoint& one : held) roots.emplace(one.checkpoint.size, Digest{});
    TRY(find_roots(tiles, now.size, roots));
    if (roots[now.size] != now.root)
        return Error(ErrorCode::proof_wrong, "entries",
                     "已公布的条目与签署的树根不符 the published entries do not have the signed root");
    for (const HeldCheckpoint& one : held) {
        if (one.checkpoint.size > now.size)
            return Error(ErrorCode::log_index_out_of_range, one.source,
                         "现在出示的日志少于该存证点 the log shown now, of " + std::to_string(now.size) +
                             " entries, is shorter than this checkpoint, of " + std::to_string(one.checkpoint.size));
        if (roots[one.checkpoint.size] != one.checkpoint.root) return std::optional(SplitView{one, newest});
    }
    return std::optional<SplitView>();
}

} // namespace kaibiao::cli
