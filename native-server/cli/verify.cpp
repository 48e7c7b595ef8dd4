#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/reasons.h"
#include "cli/subcommands.h"
#include "client/known_lot.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/verification.h"

#include <CLI/CLI.hpp>

#include <algorithm>

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

/// What was counted; empty where no number says anything.
std::string_view unit_of(tender::CheckKind kind) {
    switch (kind) {
    case tender::CheckKind::chains:
    case tender::CheckKind::inclusion: return " 个事件 events";
    case tender::CheckKind::signatures: return " 个签名 signatures";
    case tender::CheckKind::decisions: return " 个决定 decisions";
    case tender::CheckKind::frozen_set: return " 个冻结的投标信封，不等于投标人数 frozen envelopes, not bidders";
    case tender::CheckKind::sheets: return " 个开启的投标信封，不等于投标人数 opened envelopes, not bidders";
    case tender::CheckKind::scores: return " 份评委签署的评分表 score sheets signed by experts";
    default: return "";
    }
}

void print_check(const Output& output, const tender::Check& check) {
    const tender::BilingualText title = tender::check_title(check.kind);
    std::string line = std::string("  ") + mark_of(check.verdict) + "  " + title.zh + "  " + title.en;
    const std::string_view unit = unit_of(check.kind);
    if (check.items > 0 && !unit.empty()) line += " (" + std::to_string(check.items) + std::string(unit) + ")";
    if (!check.remark.empty()) line += " — " + in_both_languages(check.remark);
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

/// What a verifier brings of its own.
struct Anchor {
    std::string_view name;
    std::string_view place; ///< in the bundle
    std::string_view option;
    std::string_view example;
    std::string_view zh;
    std::string_view en;
};
constexpr Anchor roots_anchor{"roots", "/body/roots", "--root", "--root root.pem", "根证书", "the roots"};
constexpr Anchor log_key_anchor{"log_key",  "/body/log_key", "--log-key / --policy", "--log-key log.vkey",
                                "日志密钥", "the log key"};

std::vector<Anchor> missing_anchors(const Worth& worth) {
    std::vector<Anchor> missing;
    if (!worth.own_roots) missing.push_back(roots_anchor);
    if (!worth.own_log_key) missing.push_back(log_key_anchor);
    return missing;
}

bool is_wrong(const tender::VerificationReport& report, const Anchor& anchor) {
    const std::vector<Error>& failures = report.check(tender::CheckKind::anchors).failures;
    return std::any_of(failures.begin(), failures.end(),
                       [&anchor](const Error& failure) { return failure.place == anchor.place; });
}

std::vector<Anchor> wrong_anchors(const tender::VerificationReport& report) {
    std::vector<Anchor> wrong;
    for (const Anchor& anchor : {roots_anchor, log_key_anchor})
        if (is_wrong(report, anchor)) wrong.push_back(anchor);
    return wrong;
}

codec::Json names_of(const std::vector<Anchor>& anchors) {
    codec::Json names = codec::Json::array();
    for (const Anchor& anchor : anchors) names.push(codec::Json(anchor.name));
    return names;
}

std::string joined(const std::vector<Anchor>& anchors, std::string_view Anchor::*member, std::string_view joint) {
    std::string out;
    for (const Anchor& anchor : anchors) out.append(out.empty() ? "" : joint).append(anchor.*member);
    return out;
}

/// Everything but the anchors.
bool rest_holds(tender::VerificationReport report) {
    report.checks[static_cast<std::size_t>(tender::CheckKind::anchors)].verdict = tender::CheckVerdict::passed;
    return report.passed();
}

/// Why the file itself was refused. bundle_malformed: damaged or no bundle at all, as a download that failed.
/// bundle_root_wrong: changed; one signature covers the whole file and does not tell which byte.
bool is_refused_as(const tender::VerificationReport& report, ErrorCode code) {
    const std::vector<Error>& failures = report.check(tender::CheckKind::bundle).failures;
    return !failures.empty() && failures[0].code == code;
}

void print_refusal(const Output& output, const tender::VerificationReport& report) {
    output.line("验证不通过 NOT verified");
    if (is_refused_as(report, ErrorCode::bundle_malformed))
        output.line(
            "这不是完整的存证包：请从标段的结果页或 /api/lots/LOT/bundle 重新下载，原样保存。\n"
            "this is no whole bundle: download it again from the lot's result page or /api/lots/LOT/bundle, and "
            "leave it as it is.");
    if (is_refused_as(report, ErrorCode::bundle_root_wrong))
        output.line(
            "存证包签名之后被改动过。/note "
            "是覆盖整个文件的签名所在，改动之处未必在此；其余各项因此未作核验。请重新下载，原样保存。\n"
            "the bundle was changed after it was signed. /note is where the signature over the whole file stands, the "
            "change may be anywhere; the other checks were not made because of that. Download it again, and leave it "
            "as it "
            "is.");
    const std::vector<Anchor> wrong = wrong_anchors(report);
    for (const Anchor& anchor : wrong)
        output.line("您给出的" + std::string(anchor.zh) + "（" + std::string(anchor.option) +
                    "）不是该存证包所依据的。\nthis bundle does not rest on " + std::string(anchor.en) +
                    " that you gave (" + std::string(anchor.option) + ").");
    if (!wrong.empty() && rest_holds(report))
        output.line("其余各项均相符，存证包没有损坏：或者给错了文件，或者该存证包不是您所信任的中心的。\n"
                    "everything else holds, the bundle is not damaged: either you gave another file than you meant, or "
                    "the bundle is not of the centre that you trust.");
}

void print_verdict(const Output& output, const tender::VerificationReport& report, const Worth& worth) {
    if (!report.passed()) return print_refusal(output, report);
    if (worth.is_anchored()) return output.line("验证通过 verified");
    const std::vector<Anchor> missing = missing_anchors(worth);
    const std::string zh = joined(missing, &Anchor::zh, "与"), en = joined(missing, &Anchor::en, " and ");
    output.line("仅自洽，来源未经证实：" + zh + "取自存证包自身，只是制作该存证包的人的说法。\n" +
                "consistent with itself only: " + en + " came from the bundle, on the word of whoever made it.");
    output.line("要得出“验证通过”，还缺" + zh +
                "：请从可信渠道取得（网站“信任”页可下载，请与公布的指纹比对），再加：\n" + "for \"verified\" get " +
                en +
                " from a source that you trust (the page Trust offers them; compare the published fingerprints) and "
                "add:\n  " +
                joined(missing, &Anchor::example, " "));
}

/// Whoever reads the verdict alone has to see it.
void print_suspension(const Output& output, const tender::VerificationReport& report) {
    if (!report.suspension) return;
    const auto& [since, by, reason] = *report.suspension;
    output.line("但该标段已由" + by.name + "自 " + since.text() + " 起暂停，存证包所载至今未恢复：" + reason.zh +
                "\nbut the lot is suspended since " + since.text() + " by " + by.name +
                ", and not resumed as far as this bundle goes: " + (reason.en.empty() ? reason.zh : reason.en));
}

/// Until then the centre alone vouches for the set of bids.
void print_close(const Output& output, const tender::VerificationReport& report) {
    if (!report.close || !report.close->flagged) return;
    const auto& witnessed = report.close->witnessed;
    const std::string first_zh = witnessed ? "于 " + witnessed->text() + " 才首次联署" : "存证包中没有其联署";
    const std::string first_en = witnessed ? "first at " + witnessed->text() : "the bundle has no cosignature of it";
    output.line("但截止后 60 秒内，公告所列见证服务没有联署截止时的投标集合（" + first_zh +
                "）：联署之前该集合未被更动，只有中心自己作证\nbut the witnesses that the notice names did not cosign "
                "the close within 60 seconds of the deadline (" +
                first_en + "): until they did, only the centre vouches that no bid was added or exchanged");
}

void print_report(const Output& output, const tender::VerificationReport& report, const Worth& worth) {
    if (!report.title.zh.empty())
        output.line(report.code + "  " + report.title.zh + "  " + report.title.en +
                    (report.trial ? "  [试用 trial]" : ""));
    for (const tender::Check& check : report.checks) print_check(output, check);
    for (const Digest& root : report.root_fingerprints) output.line("  root      " + codec::encode_hex(root));
    if (!report.log_key.empty()) output.line("  log key   " + report.log_key);
    if (const tender::AnnouncedBid* winner = report.winner(); winner != nullptr && report.passed())
        output.line("  first candidate 第一中标候选人: " + winner->bidder.name);
    if (report.phase == tender::Phase::failed && report.passed())
        output.line("  投标人数量不足：未开标，没有结果 too few bidders: nothing was opened, there is no result");
    print_verdict(output, report, worth);
    print_suspension(output, report);
    print_close(output, report);
}

/// Under roots that are not the bundle's no signature can hold, whether the bundle is sound or not: what else there is
/// to say of it is said under its own, beside the anchor that is wrong.
tender::VerificationReport examine(ByteView bytes, tender::VerificationAnchors anchors) {
    Progress progress("verifying", 0);
    const auto show = [&](std::uint64_t done, std::uint64_t) { progress.advance_to(done); };
    tender::VerificationReport report = tender::verify_bundle(bytes, anchors, show);
    if (!is_wrong(report, roots_anchor)) return report;
    anchors.roots.clear();
    tender::VerificationReport own = tender::verify_bundle(bytes, anchors, show);
    own.checks[static_cast<std::size_t>(tender::CheckKind::anchors)] = report.check(tender::CheckKind::anchors);
    own.checks[static_cast<std::size_t>(tender::CheckKind::signatures)].remark =
        "按存证包自带的根证书核对 by the roots in the bundle";
    return own;
}

/// Unlike other commands, the report itself is the answer, pass or fail.
Status verify(const VerifyOptions& options, const Output& output, bool& passed) {
    TRY(expect_kind(options.file, FileKind::bundle));
    TRY_ASSIGN(const Bytes bytes, read_file(options.file));
    TRY_ASSIGN(const tender::VerificationAnchors anchors, anchors_from(options));
    const tender::VerificationReport report = examine(bytes, anchors);
    const Worth worth{!anchors.roots.empty(), anchors.log_key.has_value()};
    print_report(output, report, worth);
    output.document(tender::write_report(report)
                        .set("verdict", worth.verdict_on(report))
                        .set("taken_from_bundle", names_of(missing_anchors(worth)))
                        .set("wrong_anchors", names_of(wrong_anchors(report))));
    passed = report.passed();
    return ok();
}

} // namespace

int run_verify(int argc, char** argv) {
    VerifyOptions options;
    CLI::App app(
        "不联网核验整个招标：证书链、签名、决定、开标表、评分、结果。没有 --root 与 --log-key "
        "时只能说明存证包自洽，退出码同样为 0，--json 的 verdict 予以区分。\n"
        "Check a whole tender from its bundle, with no network: chains, signatures, decisions, sheets, scores, result. "
        "Without --root and --log-key it only shows that the bundle is consistent with itself, and exits with 0 too: "
        "the "
        "verdict of --json tells which.",
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
