#include "kaibiao/view/opening_board.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

#include <array>

namespace kaibiao::view {

namespace {

using codec::Json;
using tender::AnnouncedBid;
using tender::BidState;
using tender::LotState;
using tender::Phase;

constexpr std::size_t short_hash_digits = 12;

struct StateName {
    RowState state;
    std::string_view name;
};
constexpr std::array<StateName, 7> state_names{{
    {RowState::sealed, "sealed"},
    {RowState::released, "released"},
    {RowState::opened, "opened"},
    {RowState::failed, "failed"},
    {RowState::revoked, "revoked"},
    {RowState::withdrawn, "withdrawn"},
    {RowState::unopened, "unopened"},
}};

bool is_frozen(Phase phase) { return phase != Phase::unpublished && phase != Phase::published; }

RowState state_of(tender::BidOpening opening) {
    switch (opening) {
    case tender::BidOpening::opened: return RowState::opened;
    case tender::BidOpening::revoked: return RowState::revoked;
    case tender::BidOpening::failed: return RowState::failed;
    case tender::BidOpening::withdrawn: return RowState::withdrawn;
    case tender::BidOpening::unopened: return RowState::unopened;
    }
    std::abort();
}

const AnnouncedBid* find_announced(const LotState& lot, const BidId& bid) {
    if (!lot.opening) return nullptr;
    for (const AnnouncedBid& row : lot.opening->announced)
        if (row.bid == bid) return &row;
    return nullptr;
}

BoardRow make_row(const LotState& lot, const BidState& bid, int number) {
    BoardRow row;
    row.bid = bid.id();
    row.number = number;
    row.submitted_at = bid.latest->at;
    row.short_hash = codec::encode_hex(bid.latest->manifest_digest).substr(0, short_hash_digits);
    if (lot.opening && lot.opening->has_released(row.bid)) row.state = RowState::released;
    if (const AnnouncedBid* announced = find_announced(lot, row.bid)) {
        row.state = state_of(announced->state);
        row.reason = announced->reason;
        row.bidder = announced->bidder;
        row.sheet = announced->sheet;
        return row;
    }
    if (lot.technical) {
        row.bidder = bid.bidder; // announced with the technical envelopes
        if (!tender::takes_part(lot, bid)) row.state = RowState::unopened;
    }
    return row;
}

BoardCounts count(const std::vector<BoardRow>& rows) {
    BoardCounts counts;
    for (const BoardRow& row : rows) {
        ++counts.bids;
        if (row.state == RowState::opened) ++counts.opened;
        if (row.state == RowState::failed) ++counts.failed;
        if (row.state == RowState::revoked) ++counts.revoked;
        if (row.state == RowState::withdrawn) ++counts.withdrawn;
        if (row.state == RowState::unopened) ++counts.unopened;
        if (row.state == RowState::released || row.state == RowState::opened || row.state == RowState::failed)
            ++counts.released;
    }
    return counts;
}

Json or_null(const std::optional<Instant>& instant) { return instant ? Json(instant->text()) : Json(); }

Json write_counts(const std::optional<BoardCounts>& counts) {
    if (!counts) return Json();
    return Json::object()
        .set("bids", counts->bids)
        .set("failed", counts->failed)
        .set("opened", counts->opened)
        .set("released", counts->released)
        .set("revoked", counts->revoked)
        .set("unopened", counts->unopened)
        .set("withdrawn", counts->withdrawn);
}

void write_sheet(Json& row, const seal::PublicSheet& sheet) {
    row.set("price", sheet.price ? Json(sheet.price->yuan()) : Json());
    row.set("price_capital", sheet.price ? Json(sheet.price->capital()) : Json());
    row.set("duration_days", sheet.duration_days);
    row.set("quality", sheet.quality);
    row.set("manager", sheet.manager);
    row.set("security", sheet.security);
}

Json write_row(const BoardRow& row) {
    Json json = Json::object()
                    .set("bid", row.bid.text())
                    .set("number", row.number)
                    .set("reason", row.reason.empty() ? Json() : Json(row.reason))
                    .set("short_hash", row.short_hash)
                    .set("state", row_state_name(row.state))
                    .set("submitted_at", row.submitted_at.text());
    if (row.bidder) json.set("bidder", tender::write_party(*row.bidder));
    if (row.sheet) write_sheet(json, *row.sheet);
    return json;
}

} // namespace

std::string_view row_state_name(RowState state) {
    for (const StateName& row : state_names)
        if (row.state == state) return row.name;
    std::abort();
}

OpeningBoard make_opening_board(const LotState& lot, std::span<const BidState> bids) {
    OpeningBoard board;
    board.phase = lot.phase;
    board.suspended = lot.suspended();
    if (lot.publication) {
        board.ceiling = lot.publication->notice.ceiling;
        board.deadline = lot.publication->deadline;
    }
    if (lot.opening) {
        board.window_end = lot.opening->window_end;
        board.announced_at = lot.opening->announced_at;
    }
    board.envelope = tender::current_envelope(lot);
    if (!is_frozen(lot.phase)) return board;
    for (const BidState* bid : tender::numbered_bids(lot, bids))
        board.rows.push_back(make_row(lot, *bid, static_cast<int>(board.rows.size()) + 1));
    board.counts = count(board.rows);
    return board;
}

Json write_opening_board(const OpeningBoard& board) {
    Json rows = Json::array();
    for (const BoardRow& row : board.rows) rows.push(write_row(row));
    return Json::object()
        .set("announced_at", or_null(board.announced_at))
        .set("ceiling", board.ceiling ? Json(board.ceiling->yuan()) : Json())
        .set("counts", write_counts(board.counts))
        .set("deadline", or_null(board.deadline))
        .set("envelope", board.envelope)
        .set("phase", tender::phase_name(board.phase))
        .set("rows", std::move(rows))
        .set("suspended", board.suspended)
        .set("window_end", or_null(board.window_end));
}

} // namespace kaibiao::view
