#include "kaibiao/log/receipt.h"
#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct ReceiptOptions {
    std::string file;
    LogTrustOptions trust;
    std::string server;
    std::string ca_file;
    bool json = false;
};

Result<log::LogTrust> trust_for(const ReceiptOptions& options, const Output& output) {
    if (options.trust.given() || options.server.empty()) return log_trust_from(options.trust);
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    return log_trust_of_server(api, output);
}

Status verify(const ReceiptOptions& options, const Output& output) {
    TRY(expect_kind(options.file, FileKind::receipt));
    TRY_ASSIGN(const Bytes bytes, read_file(options.file, 16 << 20));
    TRY_ASSIGN(const log::LogTrust trust, trust_for(options, output));
    TRY_ASSIGN(const log::Receipt receipt, log::decode_receipt(bytes));
    TRY_ASSIGN(const log::VerifiedReceipt verified, log::verify_receipt(receipt, trust));
    const std::string hash = codec::encode_hex(log::event_hash(receipt.event.header));
    output.line("receipt is genuine 回执有效");
    output.line("  event     " + verified.header.type + " of stream " + verified.header.stream.text() + ", position " +
                std::to_string(verified.header.position));
    output.line("  accepted  " + verified.header.stamp.text() + " (" + verified.header.stamp.local_text() + " UTC+8)");
    output.line("  hash      " + hash);
    output.line("  log       " + verified.checkpoint.checkpoint.origin + ", entry " + std::to_string(verified.index) +
                " of " + std::to_string(verified.checkpoint.checkpoint.size));
    output.line("  witnesses " + witnessed_text(trust, verified.checkpoint));
    output.document(codec::Json::object()
                        .set("valid", true)
                        .set("type", verified.header.type)
                        .set("stream", verified.header.stream.text())
                        .set("stamp", verified.header.stamp.text())
                        .set("event", hash)
                        .set("origin", verified.checkpoint.checkpoint.origin)
                        .set("witnesses", static_cast<std::int64_t>(verified.checkpoint.cosignatures.size()))
                        .set("index", static_cast<std::int64_t>(verified.index))
                        .set("size", static_cast<std::int64_t>(verified.checkpoint.checkpoint.size)));
    return ok();
}

} // namespace

int run_receipt(int argc, char** argv) {
    ReceiptOptions options;
    CLI::App app("核验投标回执。\n"
                 "Check the receipts of submissions and releases.",
                 "kaibiao receipt");
    app.require_subcommand(1);
    CLI::App* command = app.add_subcommand(
        "verify", "不联网，用您信任的日志密钥核验回执 check a receipt without a network, against a log key you trust");
    command->add_option("receipt", options.file, "receipt file (JSON)")->required();
    add_log_trust_options(*command, options.trust);
    command->add_option("--server", options.server, "ask this server for its key instead (proves less)");
    command->add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    command->add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return verify(options, output); });
}

} // namespace kaibiao::cli
