#pragma once
/// The close of a lot, asked of its centre for a draw.

#include "cli/log_trust.h"
#include "client/lot_close.h"

namespace CLI {
class Option;
}

namespace kaibiao::cli {

struct CloseOptions {
    std::string server;
    std::string ca_file;
    std::vector<std::string> roots;
    LogTrustOptions trust;
    std::vector<std::string> old;
};
/// `--server` with `text`, and what goes with it alone: `--root`, which it needs, `--ca-file`, `--log-key`, `--policy`,
/// `--old`.
CLI::Option* add_close_options(CLI::App& command, CloseOptions& options, const std::string& text);

/// Under the user's log key, else, said loudly, under the server's; with witnesses, where the centre has any. Errors:
/// those of read_held_heads, client::fetch_close and log_trust_from.
Result<client::LotClose> fetch_close(const CloseOptions& options, const LotId& lot, const Output& output);

} // namespace kaibiao::cli
