#include "kaibiao/codec/text.h"
#include "kaibiao/tender/verification.h"

namespace kaibiao::tender {

namespace {

using codec::Json;

struct CheckText {
    std::string_view name;
    std::string_view zh;
    std::string_view en;
};

/// In the order of CheckKind.
constexpr std::array<CheckText, check_kind_count> texts{{
    {"bundle", "存证包封闭且每个字节均在签名之内", "closed form, every byte under the signature"},
    {"anchors", "根证书与日志密钥为核验者自有", "roots and log key are the verifier's own"},
    {"checkpoint", "存证点由公告所载日志与见证服务签名",
     "checkpoint signed by the log and witnesses that the notice pins"},
    {"chains", "各事件流连续完整，内容与承诺一致", "every stream unbroken, payloads match their commitments"},
    {"inclusion", "每个事件均在日志之中", "every event stands in the log"},
    {"signatures", "每个签名及其证书链在当时有效", "every signature and chain valid at its time"},
    {"decisions", "每个事件均按规则可重新裁定", "every event is what the rules decide"},
    {"frozen_set", "截止时冻结的投标集合完整", "the set frozen at the deadline is complete"},
    {"sheets", "开标一览表由密文重新解开且与承诺一致", "opening sheets re-opened from their ciphertexts"},
    {"scores", "评分完整并逐位重算一致", "scores complete and recomputed to the last digit"},
    {"result", "结果重算一致", "result recomputed and equal"},
}};

const CheckText& text_of(CheckKind kind) { return texts[static_cast<std::size_t>(kind)]; }

std::string_view verdict_name(CheckVerdict verdict) {
    switch (verdict) {
    case CheckVerdict::passed: return "passed";
    case CheckVerdict::failed: return "failed";
    case CheckVerdict::skipped: return "skipped";
    }
    std::abort();
}

Json write_failure(const Error& error) {
    return Json::object()
        .set("code", static_cast<int>(error.code))
        .set("detail", error.detail)
        .set("name", info(error.code).name)
        .set("place", error.place);
}

Json write_check(const Check& check) {
    Json failures = Json::array();
    for (const Error& failure : check.failures) failures.push(write_failure(failure));
    return Json::object()
        .set("failures", std::move(failures))
        .set("items", static_cast<std::int64_t>(check.items))
        .set("name", check_name(check.kind))
        .set("remark", check.remark)
        .set("title", write_bilingual(check_title(check.kind)))
        .set("verdict", verdict_name(check.verdict));
}

Json write_ids(const std::vector<BidId>& ids) {
    Json items = Json::array();
    for (const BidId& id : ids) items.push(Json(id.text()));
    return items;
}

Json write_suspension(const std::optional<Suspension>& suspension) {
    if (!suspension) return Json();
    return Json::object()
        .set("by", write_party({suspension->by.id, suspension->by.name}))
        .set("reason", write_bilingual(suspension->reason))
        .set("since", suspension->since.text());
}

Json write_close(const std::optional<WitnessedClose>& close) {
    if (!close) return Json();
    return Json::object()
        .set("flagged", close->flagged)
        .set("witnessed", close->witnessed ? Json(close->witnessed->text()) : Json());
}

} // namespace

std::string_view check_name(CheckKind kind) { return text_of(kind).name; }

BilingualText check_title(CheckKind kind) { return {std::string(text_of(kind).zh), std::string(text_of(kind).en)}; }

Json write_report(const VerificationReport& report) {
    Json checks = Json::array();
    for (const Check& check : report.checks) checks.push(write_check(check));
    Json bids = Json::array();
    for (const AnnouncedBid& bid : report.bids) bids.push(write_announced_bid(bid));
    Json roots = Json::array();
    for (const Digest& root : report.root_fingerprints) roots.push(Json(codec::encode_hex(root)));
    const AnnouncedBid* winner = report.winner();
    return Json::object()
        .set("bids", std::move(bids))
        .set("candidates", write_ids(report.candidates))
        .set("centre", report.centre)
        .set("checks", std::move(checks))
        .set("close", write_close(report.close))
        .set("code", report.code)
        .set("log_key", report.log_key)
        .set("lot", report.lot ? Json(report.lot->text()) : Json())
        .set("origin", report.origin)
        .set("passed", report.passed())
        .set("phase", phase_name(report.phase))
        .set("roots", std::move(roots))
        .set("suspension", write_suspension(report.suspension))
        .set("title", write_bilingual(report.title))
        .set("trial", report.trial)
        .set("winner", winner != nullptr ? write_party(winner->bidder) : Json());
}

} // namespace kaibiao::tender
