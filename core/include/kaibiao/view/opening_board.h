#pragma once
/// The opening board (开标大厅): what everybody may see of the bids, phase by phase, as plain data. Before the close it
/// has no rows and no counts, because the number of bidders is secret; before the announcement no names and no prices.
/// BL 22, EB 21, EB 30.

#include "kaibiao/tender/lot_state.h"

namespace kaibiao::view {

/// Persisted by name in answers of the server.
enum class RowState : std::uint8_t {
    sealed = 1,
    released = 2, ///< its secrets arrived; nothing is readable yet
    opened = 3,
    failed = 4,
    revoked = 5,
    withdrawn = 6, ///< not released, through no fault of the bidder
    unopened = 7,  ///< a price envelope whose bidder did not pass: it stays sealed
};
std::string_view row_state_name(RowState state);

struct BoardRow {
    BidId bid;
    int number = 0; ///< from 1, as numbered_bids has them
    Instant submitted_at;
    std::string short_hash; ///< first 12 hex digits of the manifest's digest
    RowState state = RowState::sealed;
    std::string reason;                     ///< error name when failed
    std::optional<tender::Party> bidder;    ///< from the announcement on
    std::optional<seal::PublicSheet> sheet; ///< when opened
};

/// Bids in force by state; absent before the close.
struct BoardCounts {
    int bids = 0;
    int released = 0; ///< also those opened or failed later
    int opened = 0;
    int failed = 0;
    int revoked = 0;
    int withdrawn = 0;
    int unopened = 0;
};

struct OpeningBoard {
    tender::Phase phase = tender::Phase::unpublished;
    bool suspended = false;
    int envelope = 1; ///< whose opening it is: 2 for the prices of a lot with two, from the qualification on
    std::optional<BoardCounts> counts;
    std::vector<BoardRow> rows; ///< by number
    std::optional<Money> ceiling;
    std::optional<Instant> deadline;
    std::optional<Instant> window_end;
    std::optional<Instant> announced_at;
};

/// `bids`: all bid streams of the lot, in any order.
OpeningBoard make_opening_board(const tender::LotState& lot, std::span<const tender::BidState> bids);
/// Members of a row that may not be shown yet are absent; others are null where there is nothing.
codec::Json write_opening_board(const OpeningBoard& board);

} // namespace kaibiao::view
