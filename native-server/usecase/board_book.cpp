#include "usecase/board_book.h"

#include "kaibiao/tender/envelopes.h"
#include "kaibiao/view/opening_board.h"
#include "usecase/json_text.h"

namespace kaibiao::usecase {

namespace {

codec::Json lot_frame(const tender::LotState& lot) {
    codec::Json out = codec::Json::object()
                          .set("lot", lot.lot.text())
                          .set("phase", tender::phase_name(lot.phase))
                          .set("suspended", lot.suspended())
                          .set("head", hex(lot.head.hash))
                          .set("events_count", static_cast<std::int64_t>(lot.head.count));
    out.set("deadline", lot.publication ? instant(lot.publication->deadline) : codec::Json());
    out.set("notice_digest", lot.publication ? hex(lot.publication->in_force) : codec::Json());
    out.set("envelope", tender::current_envelope(lot));
    out.set("window_end", lot.opening ? instant(lot.opening->window_end) : codec::Json());
    out.set("announced_at", lot.opening ? instant_or_null(lot.opening->announced_at) : codec::Json());
    return out;
}

/// Takes the rows out of a board.
codec::Json::Array take_rows(codec::Json& board) {
    codec::Json::Array rows;
    const auto found = board.as_object()->find("rows");
    if (found != board.as_object()->end() && found->second.as_array() != nullptr)
        rows = std::move(*found->second.as_array());
    return rows;
}

} // namespace

/// Rows keep their place, because bids are numbered when the set is frozen.
void BoardBook::renew(Entry& entry, const writer::LotRecord& record) {
    const std::vector<tender::BidState> bids = record.all_bids();
    codec::Json board = view::write_opening_board(view::make_opening_board(record.lot, bids));
    codec::Json::Array rows = take_rows(board);
    entry.count = record.lot.head.count;
    entry.lot = lot_frame(record.lot);
    entry.frame = std::move(board);
    entry.texts.clear();
    entry.rows.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (entry.rows[i].changed == 0 || !(entry.rows[i].json == rows[i]))
            entry.rows[i] = {std::move(rows[i]), entry.count};
}

Result<BoardView> BoardBook::view(const LotId& lot, std::uint64_t since) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= most_lots && entries_.find(lot) == entries_.end()) entries_.clear();
    std::optional<BoardView> out;
    const bool found = lots_.read(lot, [&](const writer::LotRecord& record) {
        Entry& entry = entries_[lot];
        if (entry.count != record.lot.head.count) renew(entry, record);
        const auto known = entry.texts.find(since);
        if (known != entry.texts.end()) {
            out = known->second;
            return;
        }
        codec::Json rows = codec::Json::array();
        for (const Row& row : entry.rows)
            if (row.changed > since) rows.push(row.json);
        codec::Json board = entry.frame;
        out = BoardView{entry.count, codec::dump_canonical(entry.lot),
                        codec::dump_canonical(board.set("rows", std::move(rows)))};
        if (entry.texts.size() < most_texts) entry.texts.emplace(since, *out);
    });
    if (!found) return Error(ErrorCode::lot_unknown, lot.text());
    return *out;
}

} // namespace kaibiao::usecase
