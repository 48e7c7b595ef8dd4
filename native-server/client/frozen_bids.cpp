#include "client/frozen_bids.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

namespace kaibiao::client {

namespace {

/// Part 0 of each bid that may be opened: an announcement is made again from these.
Status fetch_sheets(ApiClient& api, const tender::ReviewedOpening& opening, tender::FrozenBids& frozen) {
    for (const tender::BidState& bid : opening.bids) {
        const tender::OpeningState* opened = tender::opening_of(opening.lot, bid.envelope());
        if (opened == nullptr || !opened->announced_at || !tender::is_releasable(opening.lot, bid)) continue;
        const Digest& root = bid.latest->manifest.parts[0].root;
        TRY_ASSIGN(frozen.sheets[root], api.get_bytes("/api/blobs/" + codec::encode_hex(root)));
    }
    return ok();
}

Status fetch_bids(ApiClient& api, const tender::LotState& lot, tender::FrozenBids& frozen) {
    for (const tender::FrozenHead& head : lot.closing->heads) {
        TRY_ASSIGN(auto events, fetch_events_of(api, lot.lot, "&stream=" + head.stream.text()));
        frozen.streams.push_back(std::move(events));
    }
    return ok();
}

/// The bids as the lot knows them, without the announcement: enough to say which sheets it opened.
Result<std::vector<tender::BidState>> fold_bids(const tender::FrozenBids& frozen) {
    std::vector<tender::BidState> bids;
    for (const auto& stream : frozen.streams) {
        std::vector<tender::Event> events;
        for (const log::StoredEvent& stored : stream) {
            TRY_ASSIGN(tender::Event event, tender::decode_event(stored));
            events.push_back(std::move(event));
        }
        if (!events.empty()) bids.push_back(tender::fold_bid(events[0].header.stream, events));
    }
    return bids;
}

} // namespace

Result<tender::FrozenBids> fetch_frozen_bids(ApiClient& api, const tender::LotState& lot) {
    tender::FrozenBids frozen;
    TRY(fetch_bids(api, lot, frozen));
    if (!tender::announced_bidders(lot).empty()) {
        TRY_ASSIGN(std::vector<tender::BidState> bids, fold_bids(frozen));
        TRY(fetch_sheets(api, {lot, std::move(bids)}, frozen));
    }
    return frozen;
}

} // namespace kaibiao::client
