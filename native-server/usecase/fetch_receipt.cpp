#include "usecase/lot_answer.h"
#include "usecase/verbs.h"
#include "usecase/wanted_checkpoint.h"

namespace kaibiao::usecase {

namespace {

/// The newest event of the bid, when the caller may know of it: its owner, and anyone once names are public.
Result<store::EventPlace> find_event(Centre& centre, const LotId& lot, const std::string& bid_text,
                                     const http::Caller& caller) {
    std::optional<store::EventPlace> place;
    const auto bid = BidId::parse(bid_text);
    if (bid.ok())
        centre.lots().read(lot, [&](const writer::LotRecord& record) {
            const tender::BidState* found = record.bid(*bid);
            if (found != nullptr && (found->bidder.id == caller.person ||
                                     may_see(record.lot, tender::EventType::bid_submitted,
                                             tender::phase_of(record.lot, found->stream, 0), Standing())))
                place = store::EventPlace{found->stream, found->head.count - 1};
        });
    if (!place) return Error(ErrorCode::bid_unknown, bid_text);
    return *place;
}

} // namespace

/// The event with a proof under the newest checkpoint, or under the newest that witnesses cosigned.
Result<Response> fetch_receipt(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    TRY_ASSIGN(const store::EventPlace place, find_event(centre, lot, exchange.parameters[1], exchange.caller));
    const auto event = store::event_at(tx, place.stream, place.position);
    TRY_ASSIGN(const store::StoredCheckpoint checkpoint, wanted_checkpoint(tx, exchange));
    if (!event || !event->payload) return Error(ErrorCode::bid_unknown, exchange.parameters[1]);
    const auto index = store::log_position(tx, log::event_hash(event->header));
    if (!index) return Error(ErrorCode::database_failed, "log");
    TRY_ASSIGN(log::TlogProof proof, store::prove(tx, *index, checkpoint));
    return Response::text(log::encode_receipt({*event, std::move(proof)}), "application/json");
}

} // namespace kaibiao::usecase
