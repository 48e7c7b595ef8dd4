#include "cli/subcommands.h"
#include "cli/trust_files.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct TrustOptions {
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string out = ".";
    bool json = false;
};

Status fetch_trust(const TrustOptions& options, const Output& output) {
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const CentreTrust trust, save_trust(api, options.out));
    output.line("centre 中心 " + trust.centre + ", origin of its log 日志 " + trust.origin);
    codec::Json roots = codec::Json::array();
    for (const auto& [name, fingerprint] : trust.roots) {
        output.line("root " + fingerprint + "  " + name);
        roots.push(codec::Json::object().set("name", name).set("fingerprint", fingerprint));
    }
    output.line("log  " + trust.log_key);
    output.line(std::string("已写入 written: ") + root_file + ", " + log_key_file +
                (trust.has_policy ? std::string(", ") + policy_file : ""));
    output.line("这些是中心自己的说法：请与其在别处公布的指纹逐位比对。\n"
                "This is the centre's own word: compare it with the fingerprints that it published elsewhere.");
    output.document(codec::Json::object()
                        .set("centre", trust.centre)
                        .set("origin", trust.origin)
                        .set("roots", std::move(roots))
                        .set("log_key", trust.log_key)
                        .set("policy", trust.has_policy));
    return ok();
}

} // namespace

int run_trust(int argc, char** argv) {
    TrustOptions options;
    CLI::App app("取得中心出示的根证书与日志密钥，存为文件，供比对与留存。\n"
                 "Fetch the roots and the log key that a centre shows, as files to compare and keep.",
                 "kaibiao trust");
    app.add_option("--server", options.server, "the centre")->capture_default_str();
    app.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    app.add_option("-o,--out", options.out, "folder for root.pem, log.vkey and, where there are witnesses, log.policy")
        ->capture_default_str();
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return fetch_trust(options, output); });
}

} // namespace kaibiao::cli
