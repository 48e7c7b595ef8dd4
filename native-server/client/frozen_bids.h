#pragma once
/// What a server shows of the bids that the close froze: for tender::review_opening, which believes none of it.

#include "client/known_lot.h"

namespace kaibiao::client {

/// Every stream that the close lists and, once the prices are announced, the sheets, from which the announcement is
/// made again. `lot`: closed, as the client reviewed it. `api` may see the bids. Errors: those of the API and of
/// decode_event.
Result<tender::FrozenBids> fetch_frozen_bids(ApiClient& api, const tender::LotState& lot);

} // namespace kaibiao::client
