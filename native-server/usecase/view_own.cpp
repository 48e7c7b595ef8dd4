#include "kaibiao/tender/method_json.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

struct Own {
    std::optional<store::EventPlace> bid;
    bool released = false;
    codec::Json sheet;
};

codec::Json own_sheet(const tender::LotState& lot, const std::string& person) {
    for (const tender::SignedSheet& signed_sheet : lot.evaluation.sheets)
        if (signed_sheet.sheet.expert == person)
            return codec::Json::object()
                .set("cells", tender::encode_cells(signed_sheet.sheet.cells))
                .set("at", instant(signed_sheet.at));
    return codec::Json();
}

Own find_own(const writer::LotRecord& record, const std::string& person) {
    Own own;
    own.sheet = own_sheet(record.lot, person);
    const tender::BidState* bid = record.newest_of(person);
    if (bid == nullptr) return own;
    own.bid = store::EventPlace{bid->stream, bid->head.count - 1};
    own.released = record.lot.opening && record.lot.opening->has_released(bid->id());
    return own;
}

/// The JWS of the newest event of the bid and its receipt.
Result<codec::Json> bid_answer(const ReadTx& tx, const Own& own) {
    const auto text = store::receipt_text(tx, *own.bid);
    if (!text) return codec::Json();
    TRY_ASSIGN(const log::Receipt receipt, log::decode_receipt(as_bytes(*text)));
    TRY_ASSIGN(const codec::Json payload,
               codec::parse_canonical(receipt.event.payload->bytes, {log::max_payload_bytes, 32}));
    TRY_ASSIGN(codec::Json json, codec::parse_canonical(as_bytes(*text), {2 * log::max_payload_bytes, 32}));
    const codec::Json* jws = payload.find("jws");
    return codec::Json::object()
        .set("bid", BidId(own.bid->stream.bytes()).text())
        .set("manifest", jws != nullptr ? *jws : codec::Json())
        .set("receipt", std::move(json))
        .set("released", own.released);
}

} // namespace

/// What the caller did in this lot: a bidder's bid, an expert's sheet.
Result<Response> view_own(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    Own own;
    const bool found = centre.lots().read(
        lot, [&](const writer::LotRecord& record) { own = find_own(record, exchange.caller.person); });
    if (!found) return Error(ErrorCode::lot_unknown, lot.text());
    codec::Json answer =
        codec::Json::object().set("bid", codec::Json()).set("manifest", codec::Json()).set("receipt", codec::Json());
    answer.set("released", own.released);
    if (own.bid) {
        TRY_ASSIGN(answer, bid_answer(tx, own));
    }
    return Response::json(answer.set("sheet", own.sheet));
}

} // namespace kaibiao::usecase
