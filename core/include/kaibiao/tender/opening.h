#pragma once
/// The opening: the tenderer starts it, bidders release their secrets, the window closes, all prices are announced in
/// one event (EB 30). Commands open, release; the centre's acts close_window, announce. docs/formats/process.md.

#include "kaibiao/seal/opening_sheet.h"
#include "kaibiao/tender/officer_release.h"

#include <functional>
#include <map>
#include <set>

namespace kaibiao::tender {

struct LotState;

/// A secret B once its bidder gave it away: 32 bytes that match a manifest's HB.
using ReleasedSecret = ByteArray<32>;

/// An `open` command has no members beside the envelope. Errors: those of ObjectReader.
Status read_open(const codec::Json& payload);

struct Excuse {
    std::vector<BidId> bids;
    BilingualText reason;
};
/// `{…envelope,"bids","reason"}`, bids ascending and at least one. Errors: those of ObjectReader, command_malformed.
Result<Excuse> read_excuse(const codec::Json& payload);

/// Whoever knows both secrets of a bid may release it; no signature.
struct Release {
    BidId bid;
    SecretArray<32> sheet;
    SecretArray<32> volumes;
};
/// `{"bid","sheet","volumes"}`, secrets in unpadded base64. Errors: those of ObjectReader.
Result<Release> read_release(const codec::Json& body);

// ---- events

struct OpeningStarted {
    SignedAct act;
    Instant window_end; ///< exclusive
};
struct SheetReleased {
    BidId bid;
    ReleasedSecret b{};
};
struct VolumesReleased {
    BidId bid;
    ReleasedSecret b{};
};
struct WindowClosed {
    std::vector<BidId> missing; ///< not released, ascending
};

/// By the supervisor: these bids could not be released for a cause outside their bidders. EB 31.
struct ReleaseExcused {
    SignedAct act;
    std::vector<BidId> bids; ///< ascending, not empty
    BilingualText reason;
};

/// Persisted by name.
enum class BidOpening : std::uint8_t {
    opened = 1,
    revoked = 2,   ///< not released within the window: 撤销. EB 31
    failed = 3,    ///< released, but lock, payload or commitment is wrong: the bidder's fault
    withdrawn = 4, ///< not released for a cause outside the bidder: 撤回. EB 31
    unopened = 5,  ///< a price envelope whose bidder did not pass: it stays sealed
};
std::string_view bid_opening_name(BidOpening opening);

/// One row of the announcement (唱标).
struct AnnouncedBid {
    BidId bid;
    Party bidder;
    BidOpening state = BidOpening::opened;
    std::string reason;                     ///< name of the error when failed, else empty
    std::optional<seal::PublicSheet> sheet; ///< when opened
    std::optional<ReleasedSecret> b;        ///< of the sheet's class, when released
};
codec::Json write_announced_bid(const AnnouncedBid& row);
/// Errors: those of ObjectReader and read_public_sheet, event_malformed.
Result<AnnouncedBid> read_announced_bid(const codec::Json& json, const std::string& place);

/// The bids of this stage as numbered_bids orders them: the number of a bid is its place, from 1.
struct LotAnnounced {
    std::vector<AnnouncedBid> bids;
};

// ---- state

struct OpeningState {
    Instant started_at;
    Instant window_end;
    std::map<BidId, ReleasedSecret> sheets; ///< released
    std::map<BidId, ReleasedSecret> volumes;
    std::vector<OfficerRelease> officer_sheets;  ///< by order of arrival
    std::vector<OfficerRelease> officer_volumes; ///< by order of arrival
    std::optional<Instant> window_closed_at;
    std::vector<BidId> missing; ///< ascending
    std::set<BidId> excused;    ///< of those missing
    std::vector<AnnouncedBid> announced;
    std::optional<Instant> announced_at;

    bool has_released(const BidId& bid) const { return sheets.find(bid) != sheets.end(); }
};

/// By the tenderer, after a close with enough bids, and again after the qualification. Errors: check_lot_command;
/// too_few_bidders, command_not_allowed_now.
Result<DecidedEvent> decide_open(const LotState& lot, const VerifiedCommand& command, const Context& context);

/// Two events, `bid.sheet_released` and `bid.volumes_released`, in the lot's stream; none when this bid was released
/// before (the secrets are then the same, because they match the same commitments). Errors: command_not_allowed_now,
/// lot_suspended, release_window_closed, bid_unknown, lock_secret_mismatch, those of
/// check_turn.
Result<std::vector<DecidedEvent>> decide_release(const LotState& lot, const BidState& bid, const Release& release,
                                                 const Context& context);

/// Each half by itself, as a replay needs it. Errors: as decide_release; release_twice.
Result<DecidedEvent> decide_sheet_released(const LotState& lot, const BidState& bid, const ReleasedSecret& b,
                                           const Context& context);
Result<DecidedEvent> decide_volumes_released(const LotState& lot, const BidState& bid, const ReleasedSecret& b,
                                             const Context& context);

/// The centre's own act, at the window's end or when every bid in force has been released.
/// `bids`: the frozen bids, in any order. Errors: command_not_allowed_now, lot_suspended.
Result<DecidedEvent> decide_close_window(const LotState& lot, std::span<const BidState> bids, const Context& context);

/// By the supervisor, from the end of the window to the result, with two envelopes of either stage: bids that were not
/// released count as withdrawn (撤回) instead of revoked (撤销). Errors: check_lot_command; command_not_allowed_now,
/// bid_unknown for a bid that was released or is not of this lot.
Result<DecidedEvent> decide_excuse(const LotState& lot, const VerifiedCommand& command, const Context& context);

/// The ciphertext of a part by its piece-tree root; nothing when it is not there.
using PartSource = std::function<std::optional<Bytes>(const Digest& root)>;
/// The centre's own act after the window, and after k officers released where the policy needs them: opens every
/// released sheet and publishes all at once. Errors: command_not_allowed_now, lot_suspended, those of
/// combine_releases; manifest_part_missing when a sheet's ciphertext is not to be had
/// (place is the bid), which is no bidder's fault and stops the announcement.
Result<DecidedEvent> decide_announce(const LotState& lot, std::span<const BidState> bids, const PartSource& sheets,
                                     const Context& context);

void apply_opening_started(LotState& lot, const log::EventHeader& header, const OpeningStarted& event);
void apply_sheet_released(LotState& lot, const log::EventHeader& header, const SheetReleased& event);
void apply_volumes_released(LotState& lot, const log::EventHeader& header, const VolumesReleased& event);
void apply_window_closed(LotState& lot, const log::EventHeader& header, const WindowClosed& event);
void apply_excused(LotState& lot, const log::EventHeader& header, const ReleaseExcused& event);
void apply_announced(LotState& lot, const log::EventHeader& header, const LotAnnounced& event);

} // namespace kaibiao::tender
