#include "cli/serve_options.h"
#include "cli/subcommands.h"
#include "kaibiao/tender/decide.h"
#include "usecase/service.h"
#include "usecase/verbs.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace kaibiao::cli {

namespace {

template <typename Allowed> codec::Json role_list(Allowed allowed) {
    codec::Json roles = codec::Json::array();
    for (const http::Role role : http::all_roles)
        if (allowed(role)) roles.push(codec::Json(http::name_of(role)));
    return roles;
}

/// The table of routes with the roles that may use them, and of lot commands by purpose: what the tests walk.
codec::Json access_table(usecase::Centre& centre) {
    const auto router = usecase::make_routes(centre);
    codec::Json routes = codec::Json::array();
    for (const http::Route& route : router.routes())
        routes.push(codec::Json::object()
                        .set("method", http::name_of(route.method))
                        .set("path", route.pattern)
                        .set("roles", role_list([&](http::Role role) { return route.roles.has(role); })));
    codec::Json purposes = codec::Json::object();
    for (const std::string_view purpose : tender::lot_purposes())
        purposes.set(purpose, role_list([&](http::Role role) { return usecase::may_command(role, purpose); }));
    return codec::Json::object().set("routes", std::move(routes)).set("purposes", std::move(purposes));
}

Status serve(const config::Config& config, bool only_routes, const Output& output) {
    usecase::prepare_process();
    TRY_ASSIGN(const auto service, usecase::Service::start(config));
    if (only_routes) {
        std::cout << codec::dump_pretty(access_table(service->centre())) << '\n';
        return ok();
    }
    output.line("Kaibiao is ready at " + service->url() + (config.trial ? " (trial centre)" : ""));
    output.document(codec::Json::object().set("url", service->url()).set("origin", service->centre().origin()));
    usecase::wait_for_end();
    output.line("ending");
    service->stop();
    return ok();
}

} // namespace

void add_server_options(CLI::App& app, ServeOptions& options) {
    app.add_option("-c,--config", options.config_file, "config.toml");
    app.add_option("--listen", options.listen, "address:port; beyond loopback only with --tls");
    app.add_option("--data", options.data, "data folder");
    app.add_option("--web", options.web, "folder of the web shell");
    app.add_option("--policy", options.policy, "tlog-policy file: the witnesses to ask, and the quorum");
    app.add_flag("--tls", options.tls, "HTTPS; a self-signed certificate is made on first use");
    app.add_flag("--trial", options.trial, "a trial centre: short periods, roles for the asking");
    app.add_option("--set", options.keys, "section.key=value, as in config.toml; may be repeated");
}

Result<config::Config> make_config(const ServeOptions& options) {
    config::Config config;
    const auto environment = config::process_environment();
    const auto named = environment.find("KAIBIAO_CONFIG");
    const std::string file = !options.config_file.empty() ? options.config_file
                             : named != environment.end() ? named->second
                                                          : "";
    if (!file.empty()) TRY(config::read_toml(config, file));
    TRY(config::read_environment(config, environment));
    for (const std::string& pair : options.keys) {
        const std::size_t equals = std::min(pair.find('='), pair.size());
        TRY(config::set_key(config, pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size()))));
    }
    if (!options.listen.empty()) config.listen = options.listen;
    if (!options.data.empty()) config.data = options.data;
    if (!options.web.empty()) config.web = options.web;
    if (!options.policy.empty()) config.policy = options.policy;
    config.tls = config.tls || options.tls;
    config.trial = config.trial || options.trial;
    return config;
}

int run_serve(int argc, char** argv) {
    ServeOptions options;
    bool routes = false;
    bool json = false;
    std::string footer = "Keys of config.toml; also KAIBIAO_SECTION_KEY in the environment:\n";
    for (const config::KeyHelp& key : config::known_keys()) footer += "  " + key.name + ": " + key.text + "\n";
    CLI::App app("运行交易中心。\n"
                 "Run a trading centre.",
                 "kaibiao serve");
    add_server_options(app, options);
    app.add_flag("--routes", routes, "print the table of routes and roles, and end");
    app.add_flag("--json", json, "print JSON");
    app.footer(footer);
    return run_app(app, argc, argv, json, [&](const Output& output) -> Status {
        TRY_ASSIGN(const config::Config config, make_config(options));
        return serve(config, routes, output);
    });
}

} // namespace kaibiao::cli
