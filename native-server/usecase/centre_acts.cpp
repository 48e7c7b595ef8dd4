#include "usecase/centre_acts.h"

#include "kaibiao/seal/package_format.h"
#include "kaibiao/tender/closing.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/opening.h"

#include <algorithm>

namespace kaibiao::usecase {

namespace {

bool all_released(const writer::LotRecord& record) {
    for (const auto& [stream, bid] : record.bids)
        if (tender::check_turn(record.lot, bid).ok() && !tender::is_releasable(record.lot, bid)) return false;
    return true;
}

/// Whether the officers have done what the announcement needs.
bool has_officers(const writer::LotRecord& record) {
    const tender::LotState& lot = record.lot;
    if (!seal::needs_officers(lot.publication->notice.policy)) return true;
    const bool any = std::any_of(record.bids.begin(), record.bids.end(), [&lot](const auto& bid) {
        return tender::check_turn(lot, bid.second).ok() && tender::is_releasable(lot, bid.second);
    });
    return !any || lot.opening->officer_sheets.size() >= static_cast<std::size_t>(lot.publication->notice.panel->k);
}

/// One centre's act through the writer.
using Decision = std::function<Result<tender::DecidedEvent>(const writer::LotRecord&, const tender::Context&)>;
Status act(Centre& centre, const LotId& lot, const Decision& decide) {
    const auto done = centre.writer().run([&](writer::Batch& batch) -> Status {
        const writer::LotRecord* record = batch.lot(lot);
        if (record == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
        TRY_ASSIGN(const tender::DecidedEvent event, decide(*record, centre.context(centre.now())));
        TRY(batch.append(lot, event));
        return ok();
    });
    return done.ok() ? ok() : Status(done.error());
}

} // namespace

std::optional<Instant> next_act_at(const writer::LotRecord& record) {
    const tender::LotState& lot = record.lot;
    if (lot.phase == tender::Phase::published) return lot.publication->deadline;
    if (lot.suspended()) return std::nullopt;
    if (lot.phase == tender::Phase::opening) return all_released(record) ? Instant() : lot.opening->window_end;
    if (lot.phase == tender::Phase::window_closed && has_officers(record)) return Instant();
    return std::nullopt;
}

Status close_lot(Centre& centre, const LotId& lot) {
    return act(centre, lot, [](const writer::LotRecord& record, const tender::Context& context) {
        const std::vector<tender::BidState> bids = record.all_bids();
        return tender::decide_close(record.lot, tender::standings_of(bids), context);
    });
}

Status close_window(Centre& centre, const LotId& lot) {
    return act(centre, lot, [](const writer::LotRecord& record, const tender::Context& context) {
        return tender::decide_close_window(record.lot, record.all_bids(), context);
    });
}

Status announce_lot(Centre& centre, const LotId& lot) {
    TRY_ASSIGN(const writer::LotRecord before, centre.lots().copy(lot));
    const tender::PartSource sheets = [&](const Digest& root) -> std::optional<Bytes> {
        auto part = centre.parts().read(root, seal::sealed_sheet_max_length);
        return part.ok() ? std::optional(std::move(*part)) : std::nullopt;
    };
    TRY_ASSIGN(const tender::DecidedEvent event,
               tender::decide_announce(before.lot, before.all_bids(), sheets, centre.context(centre.now())));
    return act(centre, lot,
               [&](const writer::LotRecord& record, const tender::Context&) -> Result<tender::DecidedEvent> {
                   if (record.lot.head != before.lot.head)
                       return Error(ErrorCode::command_not_allowed_now, {}, "the lot has moved on");
                   return event;
               });
}

} // namespace kaibiao::usecase
