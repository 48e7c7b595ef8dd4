#include "kaibiao/tender/event.h"

namespace kaibiao::tender {

namespace {

/// Applies what belongs to the lot's stream; what belongs to a bid's only moves the head.
struct LotVisitor {
    LotState& lot;
    const log::EventHeader& header;

    void operator()(const Erased&) const { lot.erased.push_back(header.position); }
    void operator()(const BidSubmitted&) const {}
    void operator()(const BidWithdrawn&) const {}
    void operator()(const LotPublished& event) const { apply_published(lot, header, event); }
    void operator()(const LotClarified& event) const { apply_clarified(lot, header, event); }
    void operator()(const LotSuspended& event) const { apply_suspended(lot, header, event); }
    void operator()(const LotResumed& event) const { apply_resumed(lot, header, event); }
    void operator()(const LotClosed& event) const { apply_closed(lot, header, event); }
    void operator()(const OpeningStarted& event) const { apply_opening_started(lot, header, event); }
    void operator()(const SheetReleased& event) const { apply_sheet_released(lot, header, event); }
    void operator()(const VolumesReleased& event) const { apply_volumes_released(lot, header, event); }
    void operator()(const WindowClosed& event) const { apply_window_closed(lot, header, event); }
    void operator()(const ReleaseExcused& event) const { apply_excused(lot, header, event); }
    void operator()(const OfficerReleased& event) const { apply_officer_released(lot, header, event); }
    void operator()(const LotAnnounced& event) const { apply_announced(lot, header, event); }
    void operator()(const CommitteeAppointed& event) const { apply_appointed(lot, header, event); }
    void operator()(const ExpertScored& event) const { apply_scored(lot, header, event); }
    void operator()(const LotQualified& event) const { apply_qualified(lot, header, event); }
    void operator()(const LotResult& event) const { apply_result(lot, header, event); }
};

/// Without its payload an event still says, by its type, in which phase the lot is.
void apply_erased_phase(LotState& lot, EventType type) {
    switch (type) {
    case EventType::lot_published: lot.phase = Phase::published; return;
    case EventType::lot_closed: lot.phase = Phase::closed; return;
    case EventType::lot_opening_started: lot.phase = Phase::opening; return;
    case EventType::lot_window_closed: lot.phase = Phase::window_closed; return;
    case EventType::lot_announced: lot.phase = Phase::announced; return;
    case EventType::lot_qualified: lot.phase = Phase::qualified; return;
    case EventType::lot_result: lot.phase = Phase::evaluated; return;
    default: return;
    }
}

} // namespace

void apply(LotState& lot, const Event& event) {
    if (lot.head.count == 0) lot.lot = LotId(event.header.stream.bytes());
    if (std::holds_alternative<Erased>(event.payload)) apply_erased_phase(lot, event.type);
    std::visit(LotVisitor{lot, event.header}, event.payload);
    lot.head.advance(event.header, event.hash);
    lot.history.emplace(event.hash, event.header.position);
    if (event.type == EventType::expert_scored) lot.evaluation.note_scored(event.header.position);
}

void apply(BidState& bid, const Event& event) {
    bid.stream = event.header.stream;
    if (const auto* submitted = std::get_if<BidSubmitted>(&event.payload))
        apply_submitted(bid, event.header, event.hash, *submitted);
    if (event.type == EventType::bid_withdrawn) bid.withdrawn = Withdrawn::yes;
    bid.head.advance(event.header, event.hash);
}

LotState fold_lot(std::span<const Event> events) {
    LotState lot;
    for (const Event& event : events) apply(lot, event);
    return lot;
}

BidState fold_bid(const StreamId& stream, std::span<const Event> events) {
    BidState bid;
    bid.stream = stream;
    for (const Event& event : events) apply(bid, event);
    return bid;
}

} // namespace kaibiao::tender
