#pragma once
/// A lot as its public events show it to a client that is about to act: every signed act is verified and decided again,
/// the rest is held against what the tenderer signed. Less than verify_bundle, because before the announcement nobody
/// can see the bids. sealing.md "the five looks" needs this before a secret leaves its owner.

#include "kaibiao/tender/event.h"

namespace kaibiao::tender {

struct LotReviewInput {
    std::string centre;
    std::string origin; ///< of the centre's log
    LotId lot;
    std::vector<sign::TrustRoot> roots;       ///< the client's own, never the server's
    std::vector<crypto::RevocationList> crls; ///< every list that an act names
    std::span<const log::StoredEvent> events; ///< of the lot's stream, all, in order
};

/// What an officer sees beside it after the window: every bid that the close froze, and, once announced, the sheets.
struct FrozenBids {
    std::vector<std::vector<log::StoredEvent>> streams; ///< each stream's events, all, in order
    std::map<Digest, Bytes> sheets;                     ///< part-0 ciphertexts by piece-tree root
};
struct ReviewedOpening {
    LotState lot;
    std::vector<BidState> bids;
};

/// Checks chain, payload commitments, signatures and certificates at each event's time, that only the tenderer and the
/// supervisor of the notice did what is theirs, that the rules are those of their name, that the deadline only moved
/// later, and that the close came at the deadline with as many bids as the rules ask for, or failed.
/// Errors: those of log::StreamVerifier, decode_event, verify_command and the decisions, with the place
/// `stream@position`; decision_mismatch; bundle_incomplete where a public payload is missing; lot_unknown without a
/// notice.
Result<LotState> review_lot(const LotReviewInput& input);

/// The same with the bids: every submission is verified and decided again, the close must list exactly these streams,
/// every B matches its bid, and an announcement is made again to the byte. What an officer's program needs before it
/// derives a point (officer_targets). Errors: as review_lot; bundle_incomplete for a bid without payload.
Result<ReviewedOpening> review_opening(const LotReviewInput& input, const FrozenBids& frozen);

} // namespace kaibiao::tender
