#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/method_json.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

struct OwnBid {
    store::EventPlace newest;
    bool released = false;
};

struct Own {
    std::optional<OwnBid> bid;
    std::optional<OwnBid> price_bid; ///< of the price envelope, in a lot with two
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

std::optional<OwnBid> own_bid(const writer::LotRecord& record, const std::string& person, int envelope) {
    const tender::BidState* bid = record.newest_of(person, envelope);
    if (bid == nullptr) return std::nullopt;
    const tender::OpeningState* opening = tender::opening_of(record.lot, envelope);
    const bool released = opening != nullptr && opening->has_released(bid->id());
    return OwnBid{{bid->stream, bid->head.count - 1}, released};
}

Own find_own(const writer::LotRecord& record, const std::string& person) {
    return {own_bid(record, person, tender::first_envelope), own_bid(record, person, tender::price_envelope),
            own_sheet(record.lot, person)};
}

/// The JWS of the newest event of the bid and its receipt; all null where there is none.
Result<codec::Json> bid_answer(const ReadTx& tx, const std::optional<OwnBid>& own) {
    codec::Json out =
        codec::Json::object().set("bid", codec::Json()).set("manifest", codec::Json()).set("receipt", codec::Json());
    out.set("released", own && own->released);
    const auto text = own ? store::receipt_text(tx, own->newest) : std::nullopt;
    if (!text) return out;
    TRY_ASSIGN(const log::Receipt receipt, log::decode_receipt(as_bytes(*text)));
    TRY_ASSIGN(const codec::Json payload,
               codec::parse_canonical(receipt.event.payload->bytes, {log::max_payload_bytes, 32}));
    TRY_ASSIGN(codec::Json json, codec::parse_canonical(as_bytes(*text), {2 * log::max_payload_bytes, 32}));
    const codec::Json* jws = payload.find("jws");
    return out.set("bid", BidId(own->newest.stream.bytes()).text())
        .set("manifest", jws != nullptr ? *jws : codec::Json())
        .set("receipt", std::move(json));
}

} // namespace

/// What the caller did in this lot: a bidder's bid, of each envelope, an expert's sheet.
Result<Response> view_own(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    Own own;
    const bool found = centre.lots().read(
        lot, [&](const writer::LotRecord& record) { own = find_own(record, exchange.caller.person); });
    if (!found) return Error(ErrorCode::lot_unknown, lot.text());
    TRY_ASSIGN(codec::Json answer, bid_answer(tx, own.bid));
    codec::Json price_bid;
    if (own.price_bid) {
        TRY_ASSIGN(price_bid, bid_answer(tx, own.price_bid));
    }
    return Response::json(answer.set("price_bid", std::move(price_bid)).set("sheet", own.sheet));
}

} // namespace kaibiao::usecase
