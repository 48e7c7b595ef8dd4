#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/verification.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct VerifyOptions {
    std::string file;
    LogTrustOptions trust;
    std::vector<std::string> roots;
    bool json = false;
};

Result<tender::VerificationAnchors> anchors_from(const VerifyOptions& options) {
    tender::VerificationAnchors anchors;
    for (const std::string& file : options.roots) {
        TRY_ASSIGN(const Bytes text, read_file(file, 1 << 20));
        TRY_ASSIGN(const auto blocks, codec::decode_pem(as_text(text)));
        for (const codec::PemBlock& block : blocks) {
            TRY_ASSIGN(auto root, sign::make_trust_root(block.der, file));
            anchors.roots.push_back(std::move(root));
        }
    }
    if (!options.trust.given()) return anchors;
    TRY_ASSIGN(log::LogTrust trust, log_trust_from(options.trust));
    anchors.log_key = trust.log_keys[0];
    anchors.witnesses = std::move(trust.witnesses);
    anchors.quorum = std::move(trust.quorum);
    return anchors;
}

const char* mark_of(tender::CheckVerdict verdict) {
    switch (verdict) {
    case tender::CheckVerdict::passed: return "ok     ";
    case tender::CheckVerdict::failed: return "FAILED ";
    case tender::CheckVerdict::skipped: return "skipped";
    }
    return "";
}

void print_check(const Output& output, const tender::Check& check) {
    const tender::BilingualText title = tender::check_title(check.kind);
    std::string line = std::string("  ") + mark_of(check.verdict) + "  " + title.zh + "  " + title.en;
    if (check.items > 0) line += " (" + std::to_string(check.items) + ")";
    if (!check.remark.empty()) line += " — " + check.remark;
    output.line(line);
    for (const Error& failure : check.failures) output.line("           " + describe(failure));
}

void print_report(const Output& output, const tender::VerificationReport& report) {
    if (!report.title.zh.empty())
        output.line(report.code + "  " + report.title.zh + "  " + report.title.en +
                    (report.trial ? "  [试用 trial]" : ""));
    for (const tender::Check& check : report.checks) print_check(output, check);
    for (const Digest& root : report.root_fingerprints) output.line("  root      " + codec::encode_hex(root));
    if (!report.log_key.empty()) output.line("  log key   " + report.log_key);
    if (const tender::AnnouncedBid* winner = report.winner())
        output.line("  first candidate 第一中标候选人: " + winner->bidder.name);
    output.line(report.passed() ? "verified 验证通过" : "NOT verified 验证不通过");
}

/// Unlike other commands, the report itself is the answer, pass or fail.
Status verify(const VerifyOptions& options, const Output& output, bool& passed) {
    TRY_ASSIGN(const Bytes bytes, read_file(options.file));
    TRY_ASSIGN(const tender::VerificationAnchors anchors, anchors_from(options));
    Progress progress("verifying", 0);
    const tender::VerificationReport report =
        tender::verify_bundle(bytes, anchors, [&](std::uint64_t done, std::uint64_t) { progress.advance_to(done); });
    progress.clear();
    print_report(output, report);
    output.document(tender::write_report(report));
    passed = report.passed();
    return ok();
}

} // namespace

int run_verify(int argc, char** argv) {
    VerifyOptions options;
    CLI::App app("Check a whole tender from its bundle, with no network: chains, signatures, decisions, sheets, "
                 "scores, result. 验证存证包\n"
                 "Exit codes: 0 verified, 1 refused, 2 usage, 3 file.",
                 "kaibiao verify");
    app.add_option("bundle", options.file, "bundle.json")->required();
    app.add_option(
        "--root", options.roots,
        "PEM file of a CA root you trust (repeat); without it the bundle's own are used, and the report says so");
    add_log_trust_options(app, options.trust);
    app.add_flag("--json", options.json, "print the report as JSON");
    bool passed = true;
    const int code =
        run_app(app, argc, argv, options.json, [&](const Output& output) { return verify(options, output, passed); });
    return code != 0 || passed ? code : static_cast<int>(ExitCode::refused);
}

} // namespace kaibiao::cli
