#include "table.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

bool in_ranges(const std::vector<MicroRange>& ranges, std::int64_t value) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const MicroRange& range) { return range.contains(value); });
}

/// A number too fine to be a millionth is told apart from one that is too large.
ErrorCode fault_of_unscaled(const ScoredColumn& column, const Decimal& value) {
    const Rational number = Rational::from_decimal(value);
    const auto inside = [&](const MicroRange& range) {
        const auto limit = [](std::int64_t units) { return Rational::from_decimal(*Decimal::make(units, max_places)); };
        return number.compare(limit(range.minimum)) >= 0 && number.compare(limit(range.maximum)) <= 0;
    };
    const bool within = std::any_of(column.ranges.begin(), column.ranges.end(), inside);
    return within ? ErrorCode::score_off_step : ErrorCode::score_out_of_range;
}

Result<std::int64_t> steps_of(const ScoredColumn& column, const Decimal& value) {
    const auto units = to_micro(value);
    if (!units) return Error(fault_of_unscaled(column, value));
    if (!in_ranges(column.ranges, *units)) return Error(ErrorCode::score_out_of_range);
    if (*units % column.step != 0) return Error(ErrorCode::score_off_step);
    return *units / column.step;
}

std::string detail_of(const Cell& cell) { return cell.bid.text() + " " + cell.criterion.text(); }

} // namespace

ScoreTable::ScoreTable(const Layout& layout, std::vector<BidId> bids, std::size_t experts)
    : layout_(layout), bids_(std::move(bids)), experts_(experts),
      scores_(bids_.size() * experts * layout.scored().size(), no_score),
      verdicts_(bids_.size() * experts * layout.gates().size(), 0), entered_(bids_.size() * experts, 0) {}

bool ScoreTable::find_bid(const BidId& bid, std::size_t& at) const {
    if (at < bids_.size() && bids_[at] == bid) return true;
    at = static_cast<std::size_t>(std::lower_bound(bids_.begin(), bids_.end(), bid) - bids_.begin());
    return at < bids_.size() && bids_[at] == bid;
}

Status ScoreTable::enter_score(std::size_t row, std::uint32_t column, const Cell& cell) {
    std::int64_t& slot = scores_[row * layout_.scored().size() + column];
    if (slot != no_score) return Error(ErrorCode::score_duplicate, {}, detail_of(cell));
    const Decimal* value = std::get_if<Decimal>(&cell.value);
    if (value == nullptr) return Error(ErrorCode::score_out_of_range, {}, detail_of(cell) + ": a score is expected");
    const auto steps = steps_of(layout_.scored()[column], *value);
    if (!steps) return Error(steps.error().code, {}, detail_of(cell) + ": " + value->text());
    slot = *steps;
    ++entered_[row];
    return ok();
}

Status ScoreTable::enter_verdict(std::size_t row, std::uint32_t gate, const Cell& cell) {
    std::uint8_t& slot = verdicts_[row * layout_.gates().size() + gate];
    if (slot != 0) return Error(ErrorCode::score_duplicate, {}, detail_of(cell));
    const Verdict* verdict = std::get_if<Verdict>(&cell.value);
    if (verdict == nullptr)
        return Error(ErrorCode::score_out_of_range, {}, detail_of(cell) + ": pass or fail is expected");
    slot = static_cast<std::uint8_t>(*verdict);
    return ok();
}

Status ScoreTable::enter_cell(std::size_t expert, const Cell& cell, Cursor& cursor) {
    if (!find_bid(cell.bid, cursor.bid)) return Error(ErrorCode::score_unknown_bid, {}, cell.bid.text());
    const Column* column = layout_.find(cell.criterion, cursor.column);
    if (column == nullptr) return Error(ErrorCode::score_unknown_criterion, {}, cell.criterion.text());
    const std::size_t row = row_of(cursor.bid, expert);
    return column->gate ? enter_verdict(row, column->index, cell) : enter_score(row, column->index, cell);
}

Status ScoreTable::enter(std::size_t expert, const ScoreSheet& sheet) {
    Cursor cursor;
    for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
        const Status entered = enter_cell(expert, sheet.cells[i], cursor);
        if (!entered) return Error(entered.error().code, "/cells/" + std::to_string(i), entered.error().detail);
    }
    for (std::size_t bid = 0; bid < bids_.size(); ++bid) TRY(check_complete(bid, expert));
    return ok();
}

Error ScoreTable::missing(std::size_t bid, const Criterion& criterion) const {
    return Error(ErrorCode::score_missing, "/cells", bids_[bid].text() + " " + criterion.key.text());
}

bool ScoreTable::votes_fail(std::size_t row) const {
    const auto first = verdicts_.begin() + static_cast<std::ptrdiff_t>(row * layout_.gates().size());
    const auto last = first + static_cast<std::ptrdiff_t>(layout_.gates().size());
    return std::find(first, last, static_cast<std::uint8_t>(Verdict::fail)) != last;
}

Status ScoreTable::check_complete(std::size_t bid, std::size_t expert) const {
    const std::size_t row = row_of(bid, expert), gates = layout_.gates().size();
    for (std::size_t gate = 0; gate < gates; ++gate)
        if (verdicts_[row * gates + gate] == 0) return missing(bid, *layout_.gates()[gate]);
    if (entered_[row] == layout_.scored().size() || votes_fail(row)) return ok();
    const auto row_scores = scores(bid, expert);
    const auto gap = std::find(row_scores.begin(), row_scores.end(), no_score) - row_scores.begin();
    return missing(bid, *layout_.scored()[static_cast<std::size_t>(gap)].criterion);
}

Status ScoreTable::check_scored(std::size_t bid) const {
    for (std::size_t expert = 0; expert < experts_; ++expert) {
        if (entered_[row_of(bid, expert)] == layout_.scored().size()) continue;
        return Error(ErrorCode::score_missing, "/sheets/" + std::to_string(expert),
                     bids_[bid].text() + ": the majority keeps this bid");
    }
    return ok();
}

std::span<const std::int64_t> ScoreTable::scores(std::size_t bid, std::size_t expert) const {
    const std::size_t columns = layout_.scored().size();
    return {scores_.data() + row_of(bid, expert) * columns, columns};
}

GateTally ScoreTable::tally(std::size_t bid, std::size_t gate) const {
    const std::size_t gates = layout_.gates().size();
    GateTally out;
    for (std::size_t expert = 0; expert < experts_; ++expert) {
        const bool pass = verdicts_[row_of(bid, expert) * gates + gate] == static_cast<std::uint8_t>(Verdict::pass);
        ++(pass ? out.pass : out.fail);
    }
    return out;
}

} // namespace kaibiao::score
