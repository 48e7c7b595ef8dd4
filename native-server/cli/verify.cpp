#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/subcommands.h"
#include "client/known_lot.h"
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
    client::Anchors trusted;
    for (const std::string& file : options.roots) TRY(client::add_root_file(trusted, file));
    anchors.roots = std::move(trusted.roots);
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
    for (const Error& failure : check.failures) output.line("           " + told(failure, "           "));
}

/// What a report is worth: as much as those are believed whose keys it was made with.
struct Worth {
    bool own_roots = false; ///< the verifier's, not the bundle's
    bool own_log_key = false;
    bool is_anchored() const { return own_roots && own_log_key; }
    std::string_view verdict_on(const tender::VerificationReport& report) const {
        if (!report.passed()) return "refused";
        return is_anchored() ? "verified" : "consistent_only";
    }
};

void print_verdict(const Output& output, const tender::VerificationReport& report, const Worth& worth) {
    if (!report.passed()) return output.line("验证不通过 NOT verified");
    if (worth.is_anchored()) return output.line("验证通过 verified");
    const bool neither = !worth.own_roots && !worth.own_log_key;
    const char* zh = neither ? "根证书与日志密钥" : worth.own_roots ? "日志密钥" : "根证书";
    const char* en = neither ? "the roots and the log key" : worth.own_roots ? "the log key" : "the roots";
    output.line(std::string("仅自洽，来源未经证实：") + zh + "取自存证包自身，只是制作该存证包的人的说法。\n" +
                "consistent with itself only: " + en + " came from the bundle, on the word of whoever made it.");
    output.line("要得出“验证通过”，请从可信渠道取得两者（网站“信任”页可下载，请与公布的指纹比对），再加：\n"
                "for \"verified\" get both from a source that you trust (the page Trust offers them; compare the "
                "published fingerprints) and add:\n  --root root.pem --log-key log.vkey");
}

void print_report(const Output& output, const tender::VerificationReport& report, const Worth& worth) {
    if (!report.title.zh.empty())
        output.line(report.code + "  " + report.title.zh + "  " + report.title.en +
                    (report.trial ? "  [试用 trial]" : ""));
    for (const tender::Check& check : report.checks) print_check(output, check);
    for (const Digest& root : report.root_fingerprints) output.line("  root      " + codec::encode_hex(root));
    if (!report.log_key.empty()) output.line("  log key   " + report.log_key);
    if (const tender::AnnouncedBid* winner = report.winner())
        output.line("  first candidate 第一中标候选人: " + winner->bidder.name);
    print_verdict(output, report, worth);
}

/// Unlike other commands, the report itself is the answer, pass or fail.
Status verify(const VerifyOptions& options, const Output& output, bool& passed) {
    TRY(expect_kind(options.file, FileKind::bundle));
    TRY_ASSIGN(const Bytes bytes, read_file(options.file));
    TRY_ASSIGN(const tender::VerificationAnchors anchors, anchors_from(options));
    Progress progress("verifying", 0);
    const tender::VerificationReport report =
        tender::verify_bundle(bytes, anchors, [&](std::uint64_t done, std::uint64_t) { progress.advance_to(done); });
    progress.clear();
    const Worth worth{!anchors.roots.empty(), anchors.log_key.has_value()};
    print_report(output, report, worth);
    codec::Json taken = codec::Json::array();
    if (!worth.own_roots) taken.push(codec::Json("roots"));
    if (!worth.own_log_key) taken.push(codec::Json("log_key"));
    output.document(tender::write_report(report)
                        .set("verdict", worth.verdict_on(report))
                        .set("taken_from_bundle", std::move(taken)));
    passed = report.passed();
    return ok();
}

} // namespace

int run_verify(int argc, char** argv) {
    VerifyOptions options;
    CLI::App app(
        "不联网核验整个招标：证书链、签名、决定、开标表、评分、结果。没有 --root 与 --log-key 时只能说明存证包自洽。\n"
        "Check a whole tender from its bundle, with no network: chains, signatures, decisions, sheets, scores, result. "
        "Without --root and --log-key it only shows that the bundle is consistent with itself.",
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
