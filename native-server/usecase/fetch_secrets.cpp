#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

Result<seal::PartClass> class_parameter(const std::string& text) {
    for (const seal::PartClass part_class : {seal::PartClass::sheet, seal::PartClass::volumes})
        if (seal::name_of(part_class) == text) return part_class;
    return Error(ErrorCode::request_malformed, text);
}

Result<codec::Json> secrets_of(const writer::LotRecord& record, const BidId& id, seal::PartClass part_class,
                               const http::Caller& caller) {
    const tender::LotState& lot = record.lot;
    const tender::BidState* bid = record.bid(id);
    if (bid == nullptr || !may_open(lot, *bid, part_class, caller)) return Error(ErrorCode::not_public_yet, id.text());
    const tender::OpeningState& opening = *tender::opening_of(lot, bid->envelope());
    const auto& released = part_class == seal::PartClass::sheet ? opening.sheets : opening.volumes;
    const auto b = released.find(id);
    const bool has_b = b != released.end();
    const bool officers = seal::needs_officers(lot.publication->notice.policy);
    if (!has_b && seal::needs_bidder(lot.publication->notice.policy))
        return Error(ErrorCode::bid_unknown, id.text(), "its bidder did not release it");
    codec::Json s;
    if (officers) {
        const auto point = tender::combine_releases_for(lot, record.all_bids(), part_class, id);
        if (!point.ok()) return Error(point.error().code, id.text(), point.error().detail);
        s = codec::Json(codec::encode_base64(point->bytes()));
    }
    return codec::Json::object()
        .set("b", has_b ? codec::Json(codec::encode_base64(b->second)) : codec::Json())
        .set("s", std::move(s));
}

} // namespace

/// What opens one class of a bid after the announcement. What opens the sheets opens no volume.
Result<Response> fetch_secrets(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    const auto bid = BidId::parse(exchange.parameters[1]);
    if (!bid.ok()) return Error(ErrorCode::bid_unknown, exchange.parameters[1]);
    TRY_ASSIGN(const seal::PartClass part_class, class_parameter(exchange.parameters[2]));
    Result<codec::Json> answer = Error(ErrorCode::lot_unknown, lot.text());
    centre.lots().read(
        lot, [&](const writer::LotRecord& record) { answer = secrets_of(record, *bid, part_class, exchange.caller); });
    if (!answer.ok()) return answer.error();
    return Response::json(*answer);
}

} // namespace kaibiao::usecase
