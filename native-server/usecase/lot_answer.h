#pragma once
/// What clients are told about lots, and who may see what.

#include "http/access.h"
#include "store/lots.h"
#include "writer/lot_book.h"

namespace kaibiao::usecase {

/// How a caller stands to one lot.
struct Standing {
    bool participant = false; ///< tenderer, supervisor or committee member of this lot
    bool officer = false;     ///< of its panel
};
Standing standing_of(const tender::LotState& lot, const http::Caller& caller);
/// Whether this caller may read the payload of an event of the lot or of its bids. `phase`: tender::phase_of it.
bool may_see(const tender::LotState& lot, tender::EventType type, tender::Phase phase, Standing standing);
bool may_see(const tender::LotState& lot, const log::StoredEvent& event, Standing standing);

/// Whether this caller may read the parts of one class of a bid, once the prices are announced: sheets are public then,
/// volumes are for those who evaluate and for the bidder whose they are.
bool may_open(const tender::LotState& lot, const tender::BidState& bid, seal::PartClass part_class,
              const http::Caller& caller);

/// A lot in a list.
codec::Json lot_summary(const store::LotRow& row);
/// The tender page: everything public, and what is the caller's own.
codec::Json lot_answer(const writer::LotRecord& record, const http::Caller& caller, Instant now);

/// The parameter `{lot}`. Errors: lot_unknown for anything that is no id, too.
Result<LotId> lot_parameter(const std::string& text);

} // namespace kaibiao::usecase
