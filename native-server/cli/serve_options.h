#pragma once
/// The flags of commands that run a server.

#include "config/config.h"

namespace CLI {
class App;
}

namespace kaibiao::cli {

struct ServeOptions {
    std::string config_file;
    std::string listen;
    std::string data;
    std::string web;
    std::string policy;
    bool tls = false;
    bool trial = false;
    std::vector<std::string> keys; ///< section.key=value
};
void add_server_options(CLI::App& app, ServeOptions& options);
/// File, environment, flags; the later wins. Errors: those of config.h.
Result<config::Config> make_config(const ServeOptions& options);

} // namespace kaibiao::cli
