#pragma once
/// Two envelopes (双信封): each is a bid stream of its own. The technical ones are opened and judged first; of the
/// price ones only those are ever opened whose bidders passed. Which bids count, and which take part at which stage.
/// docs/formats/process.md "Two envelopes".

#include "kaibiao/tender/submission.h"

#include <span>

namespace kaibiao::tender {

struct LotState;
struct OpeningState;
struct AnnouncedBid;

/// Numbers of envelopes in manifests and locks. A lot with one envelope has only the first.
inline constexpr int first_envelope = 1;
inline constexpr int price_envelope = 2;

/// In force at the close, and with both envelopes where the lot has two: an incomplete bid counts as withdrawn (EB 27).
/// Before the close: in force.
bool counts(const LotState& lot, const BidState& bid);
/// The envelope of the lot's stage: the price envelope from the qualification on.
int current_envelope(const LotState& lot);
/// Whether the bid counts and is ever opened: a price envelope only when its bidder passed.
bool takes_part(const LotState& lot, const BidState& bid);
/// The opening of an envelope; nullptr before it was started.
const OpeningState* opening_of(const LotState& lot, int envelope);

/// Whether it is this bid's turn: what a bidder's program looks at before it gives B away, and the centre before it
/// takes it. Errors: bid_withdrawn for one that does not count; envelope_not_opened for another stage's envelope, and
/// for the price envelope of a bidder who did not pass.
Status check_turn(const LotState& lot, const BidState& bid);

/// The bids of this stage in the order of their numbers, from 1: those that count, by time of submission, then id; the
/// price envelopes by the numbers of the first envelopes.
std::vector<const BidState*> numbered_bids(const LotState& lot, std::span<const BidState> bids);

/// Who bid, as announced first; empty before.
std::span<const AnnouncedBid> announced_bidders(const LotState& lot);
/// The same rows with what became of both envelopes: where the technical one was opened, the price and the state of the
/// price envelope once that is announced.
std::vector<AnnouncedBid> announced_offers(const LotState& lot);

} // namespace kaibiao::tender
