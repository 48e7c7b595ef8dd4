#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/held_checkpoint.h"
#include "cli/log_trust.h"
#include "cli/receipt_renewal.h"
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
    int wait = 60;
    bool json = false;
};

Result<log::LogTrust> trust_for(const ReceiptOptions& options, const Output& output) {
    if (options.trust.given() || options.server.empty()) return log_trust_from(options.trust);
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    return log_trust_of_server(api, output);
}

Status verify(const ReceiptOptions& options, const Output& output) {
    TRY(expect_kind(options.file, FileKind::receipt));
    TRY_ASSIGN(const log::LogTrust trust, trust_for(options, output));
    TRY_ASSIGN(const log::Receipt receipt, read_receipt(options.file));
    const auto checked = log::verify_receipt(receipt, trust);
    if (!checked.ok() && checked.error().code == ErrorCode::witness_quorum_missing)
        return Error(ErrorCode::witness_quorum_missing, options.file,
                     "回执先于见证，或策略要求其他见证 it is older than the cosignatures, or the policy wants other "
                     "witnesses; to renew it: kaibiao receipt renew " +
                         options.file + " --server URL");
    if (!checked.ok()) return in_file(options.file, with_signers(checked.error(), receipt.proof.checkpoint, trust));
    const log::VerifiedReceipt& verified = *checked;
    const std::string hash = codec::encode_hex(log::event_hash(receipt.event.header));
    output.line("receipt is genuine 回执有效");
    output.line("  event 事件     " + verified.header.type + " of stream " + verified.header.stream.text() +
                ", position " + std::to_string(verified.header.position));
    output.line("  accepted 接收  " + verified.header.stamp.text() + " (" + verified.header.stamp.local_text() +
                " UTC+8)");
    output.line("  hash 摘要      " + hash);
    output.line("  log 存证       " + verified.checkpoint.checkpoint.origin + ", entry " +
                std::to_string(verified.index) + " of " + std::to_string(verified.checkpoint.checkpoint.size));
    output.line("  witnesses 见证 " + witnessed_text(trust, verified.checkpoint));
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

/// Under the witnesses of one's own policy, or those that the centre names.
Status renew(const ReceiptOptions& options, const Output& output) {
    TRY_ASSIGN(const log::Receipt receipt, read_receipt(options.file));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(log::LogTrust trust, choose_log_trust(options.trust, api, output));
    if (options.trust.policy.empty()) TRY(ask_for_witnesses(trust, api, output));
    TRY_ASSIGN(const log::Receipt renewed, renew_receipt(api, receipt, trust, std::chrono::seconds(options.wait)));
    TRY(replace_file(options.file, as_bytes(log::encode_receipt(renewed))));
    output.line("renewed 已更新: " + options.file + "; 核验 check it with: kaibiao receipt verify " + options.file +
                (options.trust.policy.empty() ? " --log-key KEY" : " --policy " + options.trust.policy));
    output.document(codec::Json::object().set("receipt", options.file).set("renewed", true));
    return ok();
}

void add_server_options(CLI::App& command, ReceiptOptions& options, const char* about) {
    command.add_option("receipt", options.file, "receipt file (JSON)")->required();
    add_log_trust_options(command, options.trust);
    command.add_option("--server", options.server, about);
    command.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    command.add_flag("--json", options.json, "print JSON");
}

} // namespace

int run_receipt(int argc, char** argv) {
    ReceiptOptions options;
    CLI::App app("核验、更新投标回执。\n"
                 "Check the receipts of submissions and releases, and renew them under the log's witnesses.",
                 "kaibiao receipt");
    app.require_subcommand(1);
    CLI::App* check = app.add_subcommand(
        "verify", "不联网，用您信任的日志密钥核验回执 check a receipt without a network, against a log key you trust");
    add_server_options(*check, options, "ask this server for its key instead (proves less)");
    CLI::App* renewal =
        app.add_subcommand("renew", "换成经见证的证明，回执内容不变 put a proof under the witnesses into a receipt "
                                    "that is older than their cosignatures");
    add_server_options(*renewal, options, "the centre");
    renewal->get_option("--server")->required();
    renewal->add_option("--wait", options.wait, "seconds to wait for them")->check(CLI::Range(0, 3600));
    return run_app(app, argc, argv, options.json, [&](const Output& output) {
        return check->parsed() ? verify(options, output) : renew(options, output);
    });
}

} // namespace kaibiao::cli
