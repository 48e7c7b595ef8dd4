#include "client/released_bid.h"

#include "client/frozen_bids.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>

namespace kaibiao::client {

namespace {

Result<std::optional<seal::LockSecret>> read_secret(codec::ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const codec::Json* json, reader.any(key));
    if (json->is_null()) return std::optional<seal::LockSecret>();
    TRY_ASSIGN(const auto bytes, reader.bytes<32>(key));
    return std::optional(seal::LockSecret::copy_of(bytes));
}

Error kept_sealed(const Error& why) {
    return Error(why.code, why.place, "该信封不予开启 this envelope stays sealed: " + why.detail);
}

/// That the announcement has it as opened; else why not.
Status check_opened(const tender::LotState& lot, const tender::BidState& bid) {
    const std::string id = bid.id().text();
    if (!tender::takes_part(lot, bid)) return kept_sealed(tender::check_turn(lot, bid).error());
    const tender::OpeningState* opening = tender::opening_of(lot, bid.envelope());
    if (opening == nullptr || !opening->announced_at) return Error(ErrorCode::not_public_yet, id);
    const auto row = std::find_if(opening->announced.begin(), opening->announced.end(),
                                  [&bid](const tender::AnnouncedBid& one) { return one.bid == bid.id(); });
    if (row == opening->announced.end()) return Error(ErrorCode::bid_unknown, id);
    if (row->state == tender::BidOpening::opened) return ok();
    if (row->state != tender::BidOpening::failed)
        return kept_sealed(Error(ErrorCode::envelope_not_opened, id, "its bidder did not release it"));
    return Error(error_named(row->reason).value_or(ErrorCode::envelope_not_opened), id,
                 "唱标时未能打开 it did not open at the announcement");
}

} // namespace

Result<ReleasedBid> find_released_bid(ApiClient& api, const LotId& lot, const BidId& bid, Anchors anchors) {
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, lot));
    TRY_ASSIGN(const KnownTender known, read_tender(tender, anchors));
    const tender::LotReviewInput input = known.input(anchors);
    TRY_ASSIGN(const tender::LotState seen, tender::review_lot(input));
    if (tender::announced_bidders(seen).empty()) return Error(ErrorCode::not_public_yet, lot.text());
    TRY_ASSIGN(const tender::FrozenBids frozen, fetch_frozen_bids(api, seen));
    TRY_ASSIGN(const tender::ReviewedOpening opening, tender::review_opening(input, frozen));
    for (const tender::BidState& each : opening.bids)
        if (each.id() == bid) {
            TRY(check_opened(opening.lot, each));
            const seal::Manifest& manifest = each.latest->manifest;
            return ReleasedBid{manifest, tender::lock_context(opening.lot, manifest.bidder, manifest.envelope)};
        }
    return Error(ErrorCode::bid_unknown, bid.text());
}

Result<seal::LockSecrets> fetch_released_secrets(ApiClient& api, const LotId& lot, const BidId& bid,
                                                 seal::PartClass part_class) {
    TRY_ASSIGN(const codec::Json json, api.get("/api/lots/" + lot.text() + "/bids/" + bid.text() + "/secrets/" +
                                               std::string(seal::name_of(part_class))));
    codec::ObjectReader reader(json, "");
    seal::LockSecrets secrets;
    TRY_ASSIGN(secrets.b, read_secret(reader, "b"));
    TRY_ASSIGN(secrets.s, read_secret(reader, "s"));
    TRY(reader.finish());
    return secrets;
}

} // namespace kaibiao::client
