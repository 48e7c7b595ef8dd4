#include "witness/witness.h"
#include "blob/file.h"
#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/subcommands.h"
#include "config/config.h"
#include "http/server.h"
#include "http/tls.h"
#include "journal/journal.h"
#include "store/folder.h"
#include "usecase/secrets.h"
#include "usecase/service.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace kaibiao::cli {

namespace {

constexpr std::size_t threads = 2;
constexpr std::size_t longest_queue = 1000;
constexpr auto stop_grace = std::chrono::seconds(5);

struct WitnessOptions {
    std::string listen = "127.0.0.1:8181";
    std::string folder = "witness";
    std::string key;
    std::string name;
    std::vector<std::string> logs;
    std::vector<std::string> hosts;
    std::string tls_certificate;
    std::string tls_key;
    bool tls = false;
    bool print_key = false;
    bool json = false;
};

std::filesystem::path name_file(const WitnessOptions& options) {
    return std::filesystem::path(options.folder) / "name";
}
std::filesystem::path key_file(const WitnessOptions& options) {
    return options.key.empty() ? std::filesystem::path(options.folder) / "witness.key"
                               : std::filesystem::path(options.key);
}

/// The name is part of the key, so the folder remembers it beside the secret.
Result<std::string> kept_name(const std::filesystem::path& file, const std::string& given) {
    if (!std::filesystem::exists(file)) {
        if (given.empty()) return Error(ErrorCode::usage, "--name", "新的见证服务需要名称 a new witness needs a name");
        TRY(log::VerifierKey::make(given, log::NoteKeyType::cosignature, {}));
        TRY(blob::replace_file(file, as_bytes(given), blob::Durability::now));
    }
    TRY_ASSIGN(const Bytes kept, blob::read_whole(file, 4096));
    const std::string name(as_text(kept));
    if (!given.empty() && given != name)
        return Error(ErrorCode::config_malformed, "--name", "该目录属于 this folder is " + name);
    return name;
}

Result<log::SignerKey> open_key(const WitnessOptions& options) {
    TRY_ASSIGN(std::string name, kept_name(name_file(options), options.name));
    TRY_ASSIGN(SecretArray<32> seed, usecase::kept_secret(key_file(options)));
    return log::SignerKey::make(std::move(name), log::NoteKeyType::cosignature, std::move(seed));
}

Result<std::vector<log::VerifierKey>> read_logs(const WitnessOptions& options) {
    if (options.logs.empty())
        return Error(ErrorCode::usage, "--log", "请指明要见证的日志 whose log is to be witnessed?");
    std::vector<log::VerifierKey> logs;
    for (const std::string& text : options.logs) {
        TRY_ASSIGN(const log::LogTrust trust, log_trust_from(text));
        if (trust.log_keys[0].type() != log::NoteKeyType::ed25519)
            return Error(ErrorCode::verifier_key_malformed, "--log",
                         "这是见证服务的密钥，不是日志的 this is the key of a witness");
        logs.push_back(trust.log_keys[0]);
    }
    return logs;
}

Result<http::ServerOptions> server_options(const WitnessOptions& options, const std::string& address) {
    http::ServerOptions server;
    server.threads = threads;
    server.limits.connections = longest_queue;
    if (!options.tls) return server;
    if (!options.tls_certificate.empty()) {
        server.tls = http::TlsFiles{options.tls_certificate, options.tls_key};
    } else {
        TRY_ASSIGN(server.tls, http::self_signed_certificate(std::filesystem::path(options.folder) / "tls", {address}));
    }
    return server;
}

Status serve(const WitnessOptions& options, const config::ListenAddress& where, http::Listener listener,
             log::SignerKey key, const Output& output) {
    TRY_ASSIGN(const std::vector<log::VerifierKey> logs, read_logs(options));
    TRY_ASSIGN(http::ServerOptions how, server_options(options, where.address));
    const std::string text = key.verifier().text();
    const std::string address =
        where.address.find(':') == std::string::npos ? where.address : "[" + where.address + "]";
    witness::Witness witness(logs, std::move(key), options.folder, [&](const std::string& line) { output.line(line); });
    const http::RouteTable routes = witness.routes();
    http::GateRules rules{{50, 200}, {50, 200}, false, false, {options.hosts.begin(), options.hosts.end()}};
    http::Gate gate(routes, std::move(rules), [](std::string_view) { return http::Caller(); });
    work::ServerClock clock;
    work::ArrivalLedger arrivals(clock);
    work::WorkerPool workers(threads, longest_queue, [](const Error& error) { journal::problem("worker", error); });
    http::Server server(std::move(listener), std::move(how),
                        {gate, workers, arrivals, [](const http::AccessRecord&) {}});
    TRY(server.start());
    const std::string url = (options.tls ? "https://" : "http://") + address + ":" + std::to_string(server.port());
    output.line("witness " + text + "\nready at " + url);
    output.document(codec::Json::object().set("url", url).set("key", text));
    usecase::wait_for_end();
    server.stop(stop_grace);
    workers.stop();
    return ok();
}

bool has_key(const WitnessOptions& options) {
    std::error_code unreadable;
    return std::filesystem::exists(name_file(options), unreadable) &&
           std::filesystem::exists(key_file(options), unreadable);
}

Status print_key(const WitnessOptions& options, const Output& output) {
    TRY_ASSIGN(const log::SignerKey key, open_key(options));
    output.line(key.verifier().text());
    output.document(codec::Json::object().set("key", key.verifier().text()));
    return ok();
}

Status witness(const WitnessOptions& options, const Output& output) {
    usecase::prepare_process();
    // A running witness holds the folder; its key is there and only read. Only a new one has to be made.
    if (options.print_key && has_key(options)) return print_key(options, output);
    if (options.print_key) {
        TRY_ASSIGN(const store::FolderLock lock, store::FolderLock::take(options.folder));
        return print_key(options, output);
    }
    TRY_ASSIGN(const config::ListenAddress where, config::parse_listen(options.listen));
    if (!options.tls && !http::is_loopback(where.address)) return Error(ErrorCode::tls_required, where.address);
    TRY_ASSIGN(http::Listener listener, http::Listener::bind(where.address, where.port));
    TRY_ASSIGN(const store::FolderLock lock, store::FolderLock::take(options.folder));
    TRY_ASSIGN(log::SignerKey key, open_key(options));
    return serve(options, where, std::move(listener), std::move(key), output);
}

} // namespace

int run_witness(int argc, char** argv) {
    WitnessOptions options;
    CLI::App app(
        "为他人的日志作见证：只要日志只增不改，就联署其存证点。\n"
        "Witness other people's logs: cosign their checkpoints as long as they only grow (c2sp.org/tlog-witness).\n"
        "A witness proves something only when somebody else than the log's operator runs it.",
        "kaibiao witness");
    app.add_option("--listen", options.listen, "address:port; beyond loopback only with --tls")->capture_default_str();
    app.add_option("--folder", options.folder, "folder of what was cosigned last, and of the key; made on first use")
        ->capture_default_str();
    app.add_option("--key", options.key, "file of the key, made on first use (default: witness.key in the folder)");
    app.add_option("--name", options.name, "name of a new witness, such as witness.example/w1; part of its key");
    app.add_option("--log", options.logs, "verifier key of a log, or a file that holds it (repeat)");
    app.add_option("--host", options.hosts, "name by which a proxy or its clients call this witness (repeat)");
    app.add_flag("--tls", options.tls, "HTTPS; a self-signed certificate is made on first use");
    app.add_option("--tls-certificate", options.tls_certificate, "with --tls: PEM chain");
    app.add_option("--tls-key", options.tls_key, "with --tls: PEM key of the chain");
    app.add_flag("--print-key", options.print_key, "print the witness's verifier key, and end");
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return witness(options, output); });
}

} // namespace kaibiao::cli
