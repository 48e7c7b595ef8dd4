#include "kaibiao/view/score_checks.h"

#include "kaibiao/tender/envelopes.h"

namespace kaibiao::view {

namespace {

using codec::Json;
using score::Finding;
using score::FindingKind;

std::string_view kind_name(FindingKind kind) {
    switch (kind) {
    case FindingKind::missing_item: return "missing_item";
    case FindingKind::wrong_item: return "wrong_item";
    case FindingKind::objective_differs: return "objective_differs";
    case FindingKind::outlier: return "outlier";
    case FindingKind::winner_depends_on_expert: return "winner_depends_on_expert";
    case FindingKind::abnormally_low_of_others: return "abnormally_low_of_others";
    case FindingKind::abnormally_low_of_next: return "abnormally_low_of_next";
    }
    std::abort();
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json write_finding(const Finding& finding) {
    Json numbers = Json::array();
    for (const Rational& number : finding.numbers) numbers.push(Json(number.text()));
    return Json::object()
        .set("bid", finding.bid == BidId() ? Json() : Json(finding.bid.text()))
        .set("criterion", text_or_null(finding.criterion))
        .set("error", finding.error ? Json(info(*finding.error).name) : Json())
        .set("expert", text_or_null(finding.expert))
        .set("kind", kind_name(finding.kind))
        .set("numbers", std::move(numbers));
}

} // namespace

std::optional<score::CheckReport> check_lot_scores(const tender::LotState& lot,
                                                   const std::optional<std::string>& only_expert) {
    if (!lot.publication || tender::announced_bidders(lot).empty()) return std::nullopt;
    std::vector<score::ScoreSheet> sheets;
    for (const tender::SignedSheet& one : lot.evaluation.sheets)
        if (!only_expert || one.sheet.expert == *only_expert) sheets.push_back(one.sheet);
    auto report = score::run_checks(lot.publication->notice.method, tender::bid_inputs(lot), sheets);
    if (!report.ok()) return std::nullopt;
    return std::move(*report);
}

Json write_check_report(const score::CheckReport& report) {
    Json findings = Json::array();
    for (const Finding& finding : report.findings) findings.push(write_finding(finding));
    return Json::object()
        .set("concordance", report.concordance ? Json(report.concordance->text()) : Json())
        .set("findings", std::move(findings));
}

} // namespace kaibiao::view
