#include "checks.h"

#include "bids.h"

namespace kaibiao::score {

namespace {

Status check_scores(const Method& method, std::span<const BidInput> bids, std::span<const ScoreSheet> sheets,
                    const Layout& layout, const Drawn& drawn, CheckReport& report) {
    TRY_ASSIGN(const ScoreTable table, tabulate(method, layout, bids, sheets));
    Names names;
    for (const ScoreSheet& sheet : sheets) names.push_back(sheet.expert);
    find_differing_items(table, report.findings);
    TRY(find_outliers(table, names, report.findings));
    TRY(find_decisive_experts(method, bids, table, drawn, names, report.findings));
    ScoreTable derived = table;
    TRY_ASSIGN(const auto contests, judge_quality(method, bids, DrawnValues(method, drawn), derived));
    std::vector<std::size_t> rows;
    for (const Contest& one : contests)
        if (one.outcome.quality) rows.push_back(one.row);
    TRY_ASSIGN(report.concordance, concordance_of(derived, rows));
    return ok();
}

} // namespace

Result<CheckReport> run_checks(const Method& method, std::span<const BidInput> bids, std::span<const ScoreSheet> sheets,
                               const Drawn& drawn) {
    TRY(check_inputs(method, bids));
    TRY(check_drawn(method, bids, drawn));
    CheckReport report;
    const Layout layout(method);
    const std::vector<BidId> judged = under_evaluation(method, bids);
    for (const ScoreSheet& sheet : sheets) find_item_faults(layout, judged, sheet, report.findings);
    if (report.findings.empty() && !sheets.empty()) TRY(check_scores(method, bids, sheets, layout, drawn, report));
    TRY(find_low_prices(method, bids, report.findings));
    return report;
}

} // namespace kaibiao::score
