#pragma once
/// A bid whose prices were announced, for those who may read it: what it must be is checked against roots that the user
/// chose; what opens it comes from the server, and only the right secrets open what the bidder committed to.

#include "client/known_lot.h"
#include "kaibiao/seal/lock.h"

namespace kaibiao::client {

struct ReleasedBid {
    seal::Manifest manifest;
    seal::LockContext lock;
};
/// Reviews the lot with every bid of it. Errors: those of review_opening; not_public_yet before the announcement;
/// bid_unknown; for one that was not opened envelope_not_opened, bid_withdrawn, or what it failed at;
/// trust_anchor_missing.
Result<ReleasedBid> find_released_bid(ApiClient& api, const LotId& lot, const BidId& bid, Anchors anchors);

/// B and S of one class, as the policy needs them. Errors: not_public_yet for volumes that the caller may not read,
/// releases_too_few while the officers have not released them.
Result<seal::LockSecrets> fetch_released_secrets(ApiClient& api, const LotId& lot, const BidId& bid,
                                                 seal::PartClass part_class);

} // namespace kaibiao::client
