#include "kaibiao/tender/opening.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/signed_command.h"

namespace kaibiao::usecase {

namespace {

/// Releases are not signed: their idempotency key is the bid itself, under a name that no certificate can have.
constexpr const char* release_signer = "";

Result<store::EventPlace> decide(writer::Batch& batch, const LotId& lot, const tender::Release& release,
                                 const tender::Context& context) {
    const writer::LotRecord* record = batch.lot(lot);
    if (record == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
    const tender::BidState* bid = record->bid(release.bid);
    if (bid == nullptr) return Error(ErrorCode::bid_unknown, "/bid");
    const CommandId key(release.bid.bytes());
    TRY_ASSIGN(const std::vector<tender::DecidedEvent> events,
               tender::decide_release(record->lot, *bid, release, context));
    if (events.empty()) {
        const auto first = store::find_command(batch.tx(), release_signer, key);
        if (!first) return Error(ErrorCode::database_failed, "release");
        return first->place;
    }
    TRY_ASSIGN(const store::EventPlace place, batch.append(lot, events.front()));
    for (std::size_t i = 1; i < events.size(); ++i) TRY(batch.append(lot, events[i]));
    store::insert_command(batch.tx(), release_signer, key, {Digest{}, place});
    return place;
}

} // namespace

/// Whoever knows both secrets may release a bid, from any session.
void release_bid(Centre& centre, Exchange exchange, Responder respond) {
    const auto lot = lot_parameter(exchange.parameters[0]);
    if (!lot.ok()) return respond(lot.error());
    const auto body = read_json_body(exchange.request);
    if (!body.ok()) return respond(body.error());
    auto read = tender::read_release(*body);
    if (!read.ok()) return respond(read.error());
    const auto release = std::make_shared<const tender::Release>(std::move(*read));
    const tender::Context context = centre.context(exchange.arrival->at());
    PendingAct act;
    act.decide = [=, lot = *lot](writer::Batch& batch) { return decide(batch, lot, *release, context); };
    act.answer = [&centre](const store::EventPlace& place) -> Result<Response> {
        TRY_ASSIGN(codec::Json receipt, receipt_json(centre, place));
        return Response::json(codec::Json::object().set("receipt", std::move(receipt)));
    };
    act_and_answer(centre, std::move(act), std::move(exchange.arrival), std::move(respond));
}

} // namespace kaibiao::usecase
