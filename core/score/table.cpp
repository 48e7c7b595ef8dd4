#include "table.h"

#include "criterion_rule.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace kaibiao::score {

namespace {

/// As two words: every cell compares its bid, and a call to memcmp costs more than entering the score.
bool same(const BidId& left, const BidId& right) {
    std::array<std::uint64_t, 2> a, b;
    static_assert(sizeof a == sizeof left.bytes());
    std::memcpy(a.data(), left.bytes().data(), sizeof a);
    std::memcpy(b.data(), right.bytes().data(), sizeof b);
    return a[0] == b[0] && a[1] == b[1];
}

bool in_ranges(const std::vector<MicroRange>& ranges, std::int64_t value) {
    for (const MicroRange& range : ranges)
        if (range.contains(value)) return true;
    return false;
}

Rational from_micro(std::int64_t units) { return Rational::make(units, micro).value(); }

/// 0.5 for 500000.
std::string text_of(std::int64_t units) {
    int places = max_places;
    for (; places > 0 && units % 10 == 0; --places) units /= 10;
    return Decimal::make(units, places)->text();
}

std::string detail_of(const Cell& cell) { return cell.bid.text() + " " + cell.criterion.text(); }

/// The score does not go in: for being outside all ranges, or off the step.
Error fault_of_score(const ScoredColumn& column, const Decimal& value, const Cell& cell) {
    const std::string seen = detail_of(cell) + ": " + value.text();
    const Rational number = Rational::from_decimal(value);
    std::string ranges;
    for (const MicroRange& range : column.ranges) {
        if (number.compare(from_micro(range.minimum)) >= 0 && number.compare(from_micro(range.maximum)) <= 0)
            return Error(ErrorCode::score_off_step, {}, seen + "; step " + text_of(column.step));
        ranges += "; " + text_of(range.minimum) + " to " + text_of(range.maximum);
    }
    return Error(ErrorCode::score_out_of_range, {}, seen + ranges);
}

const std::vector<CountedItem>& items_of(const Criterion& criterion) {
    if (const auto* additive = std::get_if<AdditiveScore>(&criterion.rule)) return additive->items;
    return std::get_if<DeductionScore>(&criterion.rule)->items;
}

CountFault count_fault(const Criterion& criterion, const std::vector<ItemCount>& counts) {
    return fault_of(items_of(criterion), counts);
}

std::int64_t score_of_counts(const Criterion& criterion, const std::vector<ItemCount>& counts) {
    if (const auto* additive = std::get_if<AdditiveScore>(&criterion.rule)) return counted_score(*additive, counts);
    return counted_score(*std::get_if<DeductionScore>(&criterion.rule), counts);
}

Error fault_of_entry(const ScoredColumn& column, const Cell& cell) {
    const auto out_of_range = [&](const std::string& why) {
        return Error(ErrorCode::score_out_of_range, {}, detail_of(cell) + ": " + why);
    };
    if (column.entry == Entry::counts) {
        const auto* counts = std::get_if<std::vector<ItemCount>>(&cell.value);
        if (counts == nullptr) return out_of_range("counts of items are needed");
        if (count_fault(*column.criterion, *counts) == CountFault::twice)
            return Error(ErrorCode::score_duplicate, {}, detail_of(cell) + ": an item is counted twice");
        return out_of_range("an item is not known, or counted too often");
    }
    const Decimal* value = std::get_if<Decimal>(&cell.value);
    if (value == nullptr) return out_of_range("a number is needed");
    return fault_of_score(column, *value, cell);
}

} // namespace

ScoreTable::ScoreTable(const Layout& layout, std::vector<BidId> bids, std::vector<Seat> experts)
    : layout_(layout), bids_(std::move(bids)), seats_(std::move(experts)),
      scores_(bids_.size() * seats_.size() * layout.scored().size(), no_score),
      verdicts_(bids_.size() * seats_.size() * layout.gates().size(), 0), entered_(bids_.size() * seats_.size(), 0) {}

bool ScoreTable::find_bid(const BidId& bid, std::size_t& at) const {
    if (at < bids_.size() && same(bids_[at], bid)) return true;
    at = static_cast<std::size_t>(std::lower_bound(bids_.begin(), bids_.end(), bid) - bids_.begin());
    return at < bids_.size() && bids_[at] == bid;
}

bool ScoreTable::enter_score(std::size_t row, std::uint32_t index, const Cell& cell) {
    const ScoredColumn& column = layout_.scored()[index];
    std::int64_t& slot = scores_[row * layout_.scored().size() + index];
    if (column.entry == Entry::counts) {
        if (slot != no_score || !enter_counts(slot, column, cell)) return false;
        ++entered_[row];
        return true;
    }
    const Decimal* value = std::get_if<Decimal>(&cell.value);
    if (slot != no_score || value == nullptr) return false;
    const auto units = to_micro(*value);
    if (!units || !in_ranges(column.ranges, *units) || *units % column.step != 0) return false;
    slot = *units / column.step;
    ++entered_[row];
    return true;
}

bool ScoreTable::enter_counts(std::int64_t& slot, const ScoredColumn& column, const Cell& cell) {
    const auto* counts = std::get_if<std::vector<ItemCount>>(&cell.value);
    if (counts == nullptr || count_fault(*column.criterion, *counts) != CountFault::none) return false;
    slot = score_of_counts(*column.criterion, *counts);
    return true;
}

bool ScoreTable::enter_verdict(std::size_t row, std::uint32_t gate, const Cell& cell) {
    std::uint8_t& slot = verdicts_[row * layout_.gates().size() + gate];
    const Verdict* verdict = std::get_if<Verdict>(&cell.value);
    if (slot != 0 || verdict == nullptr) return false;
    slot = static_cast<std::uint8_t>(*verdict);
    return true;
}

bool ScoreTable::enter_cell(std::size_t expert, const Cell& cell, Cursor& cursor) {
    if (!find_bid(cell.bid, cursor.bid)) return false;
    const Column* column = layout_.find(cell.criterion, cursor.column);
    if (column == nullptr) return false;
    const std::size_t row = row_of(cursor.bid, expert);
    return column->gate ? enter_verdict(row, column->index, cell) : enter_score(row, column->index, cell);
}

bool ScoreTable::is_given(std::size_t row, const Column& column) const {
    return column.gate ? verdicts_[row * layout_.gates().size() + column.index] != 0
                       : scores_[row * layout_.scored().size() + column.index] != no_score;
}

Error ScoreTable::fault_of(std::size_t expert, const Cell& cell) const {
    Cursor cursor;
    if (!find_bid(cell.bid, cursor.bid)) return Error(ErrorCode::score_unknown_bid, {}, cell.bid.text());
    const Column* column = layout_.find(cell.criterion, cursor.column);
    if (column == nullptr) return Error(ErrorCode::score_unknown_criterion, {}, cell.criterion.text());
    if (is_given(row_of(cursor.bid, expert), *column)) return Error(ErrorCode::score_duplicate, {}, detail_of(cell));
    if (!column->gate) return fault_of_entry(layout_.scored()[column->index], cell);
    return Error(ErrorCode::score_out_of_range, {}, detail_of(cell) + ": a gate takes pass or fail");
}

Status ScoreTable::enter(std::size_t expert, const ScoreSheet& sheet) {
    Cursor cursor;
    for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
        if (enter_cell(expert, sheet.cells[i], cursor)) continue;
        const Error fault = fault_of(expert, sheet.cells[i]);
        return Error(fault.code, numbered("/cells/", i), fault.detail);
    }
    for (std::size_t bid = 0; bid < bids_.size(); ++bid) TRY(check_complete(bid, expert));
    return ok();
}

Error ScoreTable::missing(std::size_t bid, const Criterion& criterion) const {
    return Error(ErrorCode::score_missing, "/cells", bids_[bid].text() + " " + criterion.key.text());
}

Status ScoreTable::check_complete(std::size_t bid, std::size_t expert) const {
    const std::size_t row = row_of(bid, expert), gates = layout_.gates().size();
    for (std::size_t gate = 0; gate < gates; ++gate)
        if (verdicts_[row * gates + gate] == 0) return missing(bid, *layout_.gates()[gate]);
    if (entered_[row] == layout_.scored().size()) return ok();
    const auto row_scores = scores(bid, expert);
    const auto gap = std::find(row_scores.begin(), row_scores.end(), no_score) - row_scores.begin();
    return missing(bid, *layout_.scored()[static_cast<std::size_t>(gap)].criterion);
}

std::span<const std::int64_t> ScoreTable::scores(std::size_t bid, std::size_t expert) const {
    const std::size_t columns = layout_.scored().size();
    return {scores_.data() + row_of(bid, expert) * columns, columns};
}

std::span<const std::int64_t> ScoreTable::rows(std::size_t bid) const {
    const std::size_t size = layout_.scored().size() * seats_.size();
    return {scores_.data() + bid * size, size};
}

std::optional<Verdict> ScoreTable::chair_vote(std::size_t bid, std::size_t gate) const {
    const std::size_t gates = layout_.gates().size();
    for (std::size_t expert = 0; expert < seats_.size(); ++expert)
        if (seats_[expert].chair) return static_cast<Verdict>(verdicts_[row_of(bid, expert) * gates + gate]);
    return std::nullopt;
}

ScoreTable ScoreTable::without(std::size_t expert) const {
    std::vector<Seat> seats = seats_;
    seats.erase(seats.begin() + static_cast<std::ptrdiff_t>(expert));
    ScoreTable out(layout_, bids_, std::move(seats));
    const std::size_t scored = layout_.scored().size(), gates = layout_.gates().size();
    for (std::size_t bid = 0; bid < bids_.size(); ++bid) {
        for (std::size_t from = 0, to = 0; from < seats_.size(); ++from) {
            if (from == expert) continue;
            std::copy_n(scores_.begin() + static_cast<std::ptrdiff_t>(row_of(bid, from) * scored), scored,
                        out.scores_.begin() + static_cast<std::ptrdiff_t>(out.row_of(bid, to) * scored));
            std::copy_n(verdicts_.begin() + static_cast<std::ptrdiff_t>(row_of(bid, from) * gates), gates,
                        out.verdicts_.begin() + static_cast<std::ptrdiff_t>(out.row_of(bid, to) * gates));
            out.entered_[out.row_of(bid, to++)] = entered_[row_of(bid, from)];
        }
    }
    return out;
}

GateTally ScoreTable::tally(std::size_t bid, std::size_t gate) const {
    const std::size_t gates = layout_.gates().size();
    GateTally out;
    for (std::size_t expert = 0; expert < seats_.size(); ++expert) {
        const bool pass = verdicts_[row_of(bid, expert) * gates + gate] == static_cast<std::uint8_t>(Verdict::pass);
        ++(pass ? out.pass : out.fail);
    }
    return out;
}

} // namespace kaibiao::score
