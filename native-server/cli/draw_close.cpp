#include "cli/draw_close.h"

#include "cli/files.h"
#include "cli/held_checkpoint.h"
#include "cli/subcommands.h"
#include "client/known_lot.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

CLI::Option* add_close_options(CLI::App& command, CloseOptions& options, const std::string& text) {
    CLI::Option* server = filled(command.add_option("--server", options.server, text));
    CLI::Option* roots =
        filled(command.add_option("--root", options.roots, "PEM file of a CA root you trust (repeat)"));
    CLI::Option* ca_file =
        filled(command.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority"));
    add_log_trust_options(command, options.trust);
    CLI::Option* old = filled(command.add_option(
        "--old", options.old, "a checkpoint or receipt kept from earlier, which the log must continue (repeat)"));
    server->needs(roots);
    for (CLI::Option* option : {roots, ca_file, old, command.get_option("--log-key"), command.get_option("--policy")})
        option->needs(server);
    return server;
}

Result<client::LotClose> fetch_close(const CloseOptions& options, const LotId& lot, const Output& output) {
    client::Anchors anchors;
    for (const std::string& file : options.roots) TRY(client::add_root_file(anchors, file));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(log::LogTrust trust, choose_log_trust(options.trust, api, output));
    if (options.trust.policy.empty()) TRY(ask_for_witnesses(trust, api, output));
    TRY_ASSIGN(std::vector<log::TreeHead> held, read_held_heads(options.old, trust));
    return client::fetch_close(api, {lot, std::move(anchors.roots), std::move(trust), std::move(held),
                                     !options.trust.policy.empty(), clock_now()});
}

} // namespace kaibiao::cli
