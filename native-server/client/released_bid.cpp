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

bool was_opened(const tender::LotState& lot, const tender::BidState& bid) {
    const tender::OpeningState* opening = tender::opening_of(lot, bid.envelope());
    return opening != nullptr &&
           std::any_of(opening->announced.begin(), opening->announced.end(), [&bid](const tender::AnnouncedBid& row) {
               return row.bid == bid.id() && row.state == tender::BidOpening::opened;
           });
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
        if (each.id() == bid && was_opened(opening.lot, each)) {
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
