#pragma once
/// Officers release: after the window has closed each sends D_i for every bid that may be opened, the sheets before the
/// announcement, the volumes after it. Nobody sends a point: everybody derives the same ones from the frozen set, in
/// the same order. Command release. docs/formats/process.md "Releases of the officers".

#include "kaibiao/panel/release.h"
#include "kaibiao/seal/lock_policy.h"
#include "kaibiao/tender/submission.h"

namespace kaibiao::tender {

struct LotState;

/// What one officer gives for one class of every bid.
struct OfficerRelease {
    seal::PartClass part_class = seal::PartClass::sheet;
    std::string panel;
    int officer = 0;                      ///< from 1
    std::vector<panel::Release> releases; ///< as officer_targets orders them
};
/// `{…envelope,"class","officer","panel","releases"}`. Errors: those of ObjectReader and panel::decode_release,
/// release_malformed.
Result<OfficerRelease> read_officer_release(const codec::Json& payload);
codec::Json write_officer_release(const sign::CommandEnvelope& envelope, const OfficerRelease& release);

// ---- event

struct OfficerReleased {
    SignedAct act;
    OfficerRelease release;
};

// ---- decisions

/// Whether the bid takes part and its bidder gave what the policy asks of him: B, or nothing for policy `officers`.
bool is_releasable(const LotState& lot, const BidState& bid);

struct OfficerTarget {
    BidId bid;
    panel::Target target;
};
/// What officers release for: R of each frozen bid of this stage that may be opened, by bid id, after all that
/// seal::opening_target checks. Sheets: bids whose bidders released; volumes: bids that were opened, whose bidders
/// released these, too. `bids`: all of the lot, in any order. Errors: lock_policy_mismatch when the policy needs no
/// officers; those of seal::opening_target with the bid as place.
Result<std::vector<OfficerTarget>> officer_targets(const LotState& lot, std::span<const BidState> bids,
                                                   seal::PartClass part_class);

/// What an officer's program releases, for the seat that it holds. `random`: 32 fresh bytes. Errors: those of
/// check_officer_time, officer_targets and panel::release_all.
Result<OfficerRelease> make_officer_release(const LotState& lot, std::span<const BidState> bids,
                                            seal::PartClass part_class, const panel::Seat& seat,
                                            std::span<const std::uint8_t, 32> random);

/// Sheets after the window and before the announcement, volumes after it and before the result. Errors:
/// lock_policy_mismatch, deadline_not_reached, command_not_allowed_now, lot_suspended.
Status check_officer_time(const LotState& lot, seal::PartClass part_class);

/// By an officer of the lot's panel. Errors: check_lot_command, check_officer_time; release_officer_unknown for
/// another's seat; release_twice; release_target_mismatch for another panel or number of bids; release_proof_wrong.
Result<DecidedEvent> decide_officer_release(const LotState& lot, std::span<const BidState> bids,
                                            const VerifiedCommand& command, const Context& context);

/// x·R of each bid from the first k releases: S of its locks of this class. Nothing when there is nothing to open.
/// Errors: releases_too_few with `have of k`; those of officer_targets and panel::combine_all.
Result<std::map<BidId, crypto::Point>> combine_releases(const LotState& lot, std::span<const BidState> bids,
                                                        seal::PartClass part_class);

/// The same for one bid, without the work for all others. Errors: bid_unknown for one that is not opened.
Result<crypto::Point> combine_releases_for(const LotState& lot, std::span<const BidState> bids,
                                           seal::PartClass part_class, const BidId& bid);

void apply_officer_released(LotState& lot, const log::EventHeader& header, const OfficerReleased& event);

} // namespace kaibiao::tender
