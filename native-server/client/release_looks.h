#pragma once
/// What a bidder's client looks at before it gives its secrets away: nothing of it is the server's mere word.

#include "client/known_lot.h"
#include "kaibiao/log/receipt.h"
#include "kaibiao/seal/manifest.h"

namespace kaibiao::client {

struct ReleaseCase {
    log::LogTrust log; ///< the bidder's own; its witnesses, where it has any, must have cosigned after the deadline
    std::vector<sign::TrustRoot> roots;
    LotId lot;
    log::Receipt receipt;            ///< of the newest submission
    std::optional<int> envelope;     ///< of the bid whose secrets these are, where they say so
    std::vector<log::TreeHead> held; ///< older checkpoints that this client kept, beside the receipt's
    Instant now;                     ///< of this computer's clock
};

/// What may be released now.
struct ReleaseTurn {
    BidId bid;
    seal::Manifest manifest;
    std::uint64_t known_events = 0; ///< of the lot when it was looked at
};

/// 1 the log under the key that the notice pins; 2 the deadline is over by this computer's clock as well; 3 the log
/// begins with every checkpoint that this client holds, the receipt's among them, and every act is signed and rightly
/// decided; 4 the lot is opening, not suspended, and its newest event is in the log, under a checkpoint that the quorum
/// of witnesses, where one is wanted, cosigned at or after the deadline; 5 the frozen
/// set has enough bids and this receipt's submission among them. With two envelopes also 6 that it is the turn of this
/// one: for a price that its bidder passed, by bids, releases and sheets of the first opening that were all verified
/// again. Errors: those of review_lot, verify_receipt and verify_tlog_proof, witness_quorum_missing also while the
/// cosignatures are under way; trust_anchor_missing, proof_wrong, bundle_anchor_mismatch, deadline_not_reached,
/// command_not_allowed_now before the tenderer opens, release_window_closed and release_twice after the window,
/// too_few_bidders, lot_suspended, bid_unknown, those of check_turn. Nothing is sent.
Result<ReleaseTurn> look_before_release(ApiClient& api, const ReleaseCase& release);

} // namespace kaibiao::client
