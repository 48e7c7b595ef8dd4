#pragma once
/// What an officer's client looks at before it releases, and the release itself. It accepts no point from anybody: it
/// derives each from a bidder's signed manifest in the frozen set.

#include "client/known_lot.h"
#include "kaibiao/log/checkpoint.h"
#include "kaibiao/panel/key_generation.h"
#include "kaibiao/tender/lot_review.h"

namespace kaibiao::client {

struct OfficerCase {
    log::LogTrust log; ///< the officer's own
    std::vector<sign::TrustRoot> roots;
    LotId lot;
    seal::PartClass part_class = seal::PartClass::sheet;
    std::vector<log::TreeHead> held; ///< checkpoints that this client kept
    Instant now;                     ///< of this computer's clock
};

/// 1 the log under the key that the notice pins; 2 the deadline and the window are over, the deadline by this
/// computer's clock as well; 3 the log begins with every checkpoint held, and every act is signed and rightly decided;
/// 4 the lot's newest event is in the log and no suspension is in force; 5 the frozen set is made again from the bids,
/// every one with its signature, and every released B matches. `api` is logged in as an officer of the lot, who is
/// shown the bids once the window is over. Errors: those of review_opening, check_officer_time and look_at_log;
/// trust_anchor_missing; release_window_closed when nothing is left to release. After any of them nothing was released.
Result<tender::ReviewedOpening> look_before_officer_release(ApiClient& api, const OfficerCase& release);

/// The payload of a `release` command by the holder of `seat`. Errors: those of make_officer_release;
/// release_target_mismatch when the lot needs another panel. `envelope`: of purpose `release`.
Result<codec::Json> officer_release(const tender::ReviewedOpening& opening, seal::PartClass part_class,
                                    const panel::Seat& seat, const sign::CommandEnvelope& envelope);

} // namespace kaibiao::client
