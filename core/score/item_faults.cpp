// Every missing and wrong cell of a sheet, where entering stops at the first.
#include "checks.h"

#include <algorithm>
#include <set>

namespace kaibiao::score {

namespace {

Finding finding(FindingKind kind, const ScoreSheet& sheet, const BidId& bid, const std::string& criterion) {
    Finding out;
    out.kind = kind;
    out.expert = sheet.expert;
    out.bid = bid;
    out.criterion = criterion;
    return out;
}

/// A table of one expert and one bid takes the cell, or says why not.
std::optional<ErrorCode> fault_of_cell(const Layout& layout, const Cell& cell) {
    ScoreTable table(layout, {cell.bid}, {Seat{}});
    const Status entered = table.enter(0, {"", {cell}, {}});
    if (entered || entered.error().code == ErrorCode::score_missing) return std::nullopt;
    return entered.error().code;
}

std::vector<std::string> keys_of(const Layout& layout) {
    std::vector<std::string> keys;
    for (const Criterion* gate : layout.gates()) keys.push_back(gate->key.text());
    for (const ScoredColumn& column : layout.scored()) keys.push_back(column.criterion->key.text());
    return keys;
}

} // namespace

void find_item_faults(const Layout& layout, const std::vector<BidId>& judged, const ScoreSheet& sheet, Findings& out) {
    std::set<std::pair<std::string, std::string>> given;
    Findings wrong;
    for (const Cell& cell : sheet.cells) {
        std::optional<ErrorCode> error = fault_of_cell(layout, cell);
        if (!std::binary_search(judged.begin(), judged.end(), cell.bid)) error = ErrorCode::score_unknown_bid;
        if (!given.insert({cell.bid.text(), cell.criterion.text()}).second) error = ErrorCode::score_duplicate;
        if (!error) continue;
        wrong.push_back(finding(FindingKind::wrong_item, sheet, cell.bid, cell.criterion.text()));
        wrong.back().error = error;
    }
    const std::vector<std::string> keys = keys_of(layout);
    for (const BidId& bid : judged)
        for (const std::string& key : keys)
            if (given.count({bid.text(), key}) == 0) out.push_back(finding(FindingKind::missing_item, sheet, bid, key));
    out.insert(out.end(), wrong.begin(), wrong.end());
}

} // namespace kaibiao::score
