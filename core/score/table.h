#pragma once
// Every expert's decisions in dense arrays: scores as whole steps in 64 bits, verdicts in bytes. Cells of one bid and
// expert lie together, so that sums over experts run through memory once.

#include "kaibiao/score/outcome.h"
#include "layout.h"

namespace kaibiao::score {

inline constexpr std::int64_t no_score = INT64_MIN;

/// What the method makes of an expert beside the scores.
struct Seat {
    std::int64_t weight = 1;
    bool chair = false;
};

class ScoreTable {
  public:
    /// `bids` ascending. The layout must outlive the table.
    ScoreTable(const Layout& layout, std::vector<BidId> bids, std::vector<Seat> experts);

    /// Enters one sheet and checks it as check_sheet promises.
    Status enter(std::size_t expert, const ScoreSheet& sheet);

    const std::vector<BidId>& bids() const { return bids_; }
    std::size_t experts() const { return seats_.size(); }
    const std::vector<Seat>& seats() const { return seats_; }
    /// In units of the column, in the layout's order.
    std::span<const std::int64_t> scores(std::size_t bid, std::size_t expert) const;
    /// All experts' scores for one bid: rows of as many columns as the layout has, one after the other.
    std::span<const std::int64_t> rows(std::size_t bid) const;
    void set_score(std::size_t bid, std::size_t expert, std::size_t column, std::int64_t score) {
        scores_[row_of(bid, expert) * layout_.scored().size() + column] = score;
    }
    GateTally tally(std::size_t bid, std::size_t gate) const;
    /// The chair's vote; nothing when no expert is the chair.
    std::optional<Verdict> chair_vote(std::size_t bid, std::size_t gate) const;
    /// The same without one expert.
    ScoreTable without(std::size_t expert) const;
    const Layout& layout() const { return layout_; }

  private:
    /// Where the last cell went: sheets list bids and criteria in some fixed order.
    struct Cursor {
        std::size_t bid = 0;
        std::size_t column = 0;
    };
    /// False when the cell is refused; `fault_of` then says why.
    bool enter_cell(std::size_t expert, const Cell& cell, Cursor& cursor);
    bool enter_score(std::size_t row, std::uint32_t column, const Cell& cell);
    bool enter_counts(std::int64_t& slot, const ScoredColumn& column, const Cell& cell);
    bool enter_verdict(std::size_t row, std::uint32_t gate, const Cell& cell);
    /// Why a cell was refused that did not go in, with the table as it was then.
    Error fault_of(std::size_t expert, const Cell& cell) const;
    bool is_given(std::size_t row, const Column& column) const;
    Status check_complete(std::size_t bid, std::size_t expert) const;
    bool find_bid(const BidId& bid, std::size_t& at) const;
    std::size_t row_of(std::size_t bid, std::size_t expert) const { return bid * seats_.size() + expert; }
    Error missing(std::size_t bid, const Criterion& criterion) const;

    const Layout& layout_;
    std::vector<BidId> bids_;
    std::vector<Seat> seats_;
    std::vector<std::int64_t> scores_;   ///< [bid][expert][scored column]
    std::vector<std::uint8_t> verdicts_; ///< [bid][expert][gate]; 0 where not given
    std::vector<std::uint32_t> entered_; ///< scores given, [bid][expert]
};

} // namespace kaibiao::score
