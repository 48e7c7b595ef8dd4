#include "bid_scores.h"
#include "bids.h"
#include "evaluated_price.h"
#include "evaluation.h"
#include "price_rule.h"
#include "ranking.h"

#include <algorithm>
#include <set>

namespace kaibiao::score {

namespace {

/// A bid on its way through the stages.
struct Entry {
    const BidInput* input = nullptr;
    BidOutcome outcome;
    std::size_t table_row = 0; ///< meaningful while not rejected
    bool valid() const { return !outcome.rejection; }
    void reject(RejectionReason reason, std::string subject = {}) {
        outcome.rejection = Rejection{reason, std::move(subject)};
    }
};

/// Ascending by id; the bids without an early fault are the rows of the table, in the same order.
std::vector<Entry> entries_of(const Method& method, std::span<const BidInput> bids) {
    std::vector<Entry> entries;
    for (const BidInput& bid : bids) {
        Entry entry;
        entry.input = &bid;
        entry.outcome.bid = bid.bid;
        if (const auto fault = early_fault(method, bid)) entry.reject(*fault);
        entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry& left, const Entry& right) { return left.outcome.bid < right.outcome.bid; });
    std::size_t row = 0;
    for (Entry& entry : entries)
        if (entry.valid()) entry.table_row = row++;
    return entries;
}

void vote(const Layout& layout, const ScoreTable& table, Entry& entry) {
    for (std::size_t gate = 0; gate < layout.gates().size(); ++gate) {
        const GateTally tally = table.tally(entry.table_row, gate);
        entry.outcome.gates.push_back(tally);
        if (tally.failed() && entry.valid())
            entry.reject(RejectionReason::gate_failed, layout.gates()[gate]->key.text());
    }
}

Status price(const Method& method, Entry& entry) {
    TRY_ASSIGN(const Mark mark, evaluated_price(method, *entry.input));
    const Rational value = mark.value();
    if (value.is_negative() || value.is_zero())
        entry.reject(RejectionReason::evaluated_price_not_positive);
    else
        entry.outcome.evaluated_price = mark;
    return ok();
}

/// Price scores of all valid bids; returns the reference price.
Result<std::optional<Rational>> score_prices(const Method& method, std::vector<Entry>& entries) {
    std::vector<Rational> prices;
    for (const Entry& entry : entries)
        if (entry.valid()) prices.push_back(entry.outcome.evaluated_price->value());
    TRY_ASSIGN(const PriceScores scores, price_scores(method.price, prices));
    auto next = scores.scores.begin();
    for (Entry& entry : entries) {
        if (!entry.valid() || next == scores.scores.end()) continue;
        TRY_ASSIGN(entry.outcome.price_score, make_mark(*next++, method.rounding.price_score));
    }
    return scores.reference;
}

Result<std::vector<Contender>> score_bids(BidScorer scorer, std::vector<Entry>& entries) {
    std::vector<Contender> contenders;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        BidOutcome& outcome = entries[i].outcome;
        if (!entries[i].valid()) continue;
        TRY(scorer.score(entries[i].table_row, outcome));
        TRY_ASSIGN(const Rational technical, scorer.technical(outcome));
        contenders.push_back({i, outcome.bid, entries[i].input->price, outcome.evaluated_price->value(), technical,
                              outcome.total ? outcome.total->value() : Rational()});
    }
    return contenders;
}

void order_by_rank(Outcome& outcome) {
    const auto place = [](const BidOutcome& bid) { return bid.rank == 0 ? INT32_MAX : bid.rank; };
    std::stable_sort(outcome.bids.begin(), outcome.bids.end(),
                     [&](const BidOutcome& left, const BidOutcome& right) { return place(left) < place(right); });
}

/// Scores in all: a hall of 3,000 bids before 11 experts with 60 criteria has 2 million.
constexpr std::uint64_t largest_table = 16'000'000;

Status check_experts(const Layout& layout, std::size_t bids, std::span<const ScoreSheet> sheets) {
    const bool asked = bids > 0 && (!layout.scored().empty() || !layout.gates().empty());
    if (asked && sheets.empty()) return Error(ErrorCode::score_missing, "/sheets", "no score sheet");
    const std::uint64_t columns = std::uint64_t{layout.scored().size()} + layout.gates().size() + 1;
    if (columns * sheets.size() * bids > largest_table)
        return Error(ErrorCode::number_overflow, "/sheets", "too many scores");
    if (sheets.size() > max_experts) return Error(ErrorCode::number_overflow, "/sheets", "too many experts");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < sheets.size(); ++i)
        if (!seen.insert(sheets[i].expert).second)
            return Error(ErrorCode::score_duplicate, "/sheets/" + std::to_string(i), sheets[i].expert);
    return ok();
}

Status check_inputs(const Method& method, std::span<const BidInput> bids) {
    TRY(prefixed(check_method(method), "/method"));
    return prefixed(check_bids(method, bids), "/bids");
}

} // namespace

Result<ScoreTable> tabulate(const Method& method, const Layout& layout, std::span<const BidInput> bids,
                            std::span<const ScoreSheet> sheets) {
    std::vector<BidId> judged = under_evaluation(method, bids);
    TRY(check_experts(layout, judged.size(), sheets));
    ScoreTable table(layout, std::move(judged), sheets.size());
    for (std::size_t i = 0; i < sheets.size(); ++i)
        TRY(prefixed(table.enter(i, sheets[i]), "/sheets/" + std::to_string(i)));
    return table;
}

Result<Outcome> evaluate_table(const Method& method, const Layout& layout, std::span<const BidInput> bids,
                               const ScoreTable& table) {
    std::vector<Entry> entries = entries_of(method, bids);
    for (Entry& entry : entries)
        if (entry.valid()) vote(layout, table, entry);
    for (Entry& entry : entries) {
        if (entry.valid()) TRY(price(method, entry));
    }
    Outcome outcome;
    TRY_ASSIGN(outcome.reference_price, score_prices(method, entries));
    TRY_ASSIGN(std::vector<Contender> contenders, score_bids(BidScorer(method, layout, table), entries));
    for (Entry& entry : entries) outcome.bids.push_back(std::move(entry.outcome));
    rank_bids(method, std::move(contenders), outcome);
    order_by_rank(outcome);
    return outcome;
}

Result<Outcome> evaluate(const Method& method, std::span<const BidInput> bids, std::span<const ScoreSheet> sheets) {
    TRY(check_inputs(method, bids));
    if (bids.empty()) return Error(ErrorCode::no_valid_bid, "/bids");
    const Layout layout(method);
    TRY_ASSIGN(const ScoreTable table, tabulate(method, layout, bids, sheets));
    return evaluate_table(method, layout, bids, table);
}

Status check_sheet(const Method& method, std::span<const BidInput> bids, const ScoreSheet& sheet) {
    TRY(check_inputs(method, bids));
    const Layout layout(method);
    return ScoreTable(layout, under_evaluation(method, bids), 1).enter(0, sheet);
}

} // namespace kaibiao::score
