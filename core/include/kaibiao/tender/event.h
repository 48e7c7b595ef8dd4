#pragma once
/// Events of lots and bids: the payload behind each type and version, decoding with upcasts, and the two folds.
/// docs/formats/process.md "Events".

#include "kaibiao/tender/lot_state.h"

namespace kaibiao::tender {

/// Persisted by name (event_type_name).
enum class EventType : std::uint8_t {
    lot_published,
    lot_clarified,
    bid_submitted,
    bid_withdrawn,
    lot_closed,
    lot_suspended,
    lot_resumed,
    lot_opening_started,
    bid_sheet_released,
    bid_volumes_released,
    lot_window_closed,
    lot_announced,
    committee_appointed,
    expert_scored,
    lot_result,
    lot_release_excused,
    officer_sheets_released,
    officer_volumes_released,
    lot_qualified,
};
inline constexpr std::size_t event_type_count = 19;
std::string_view event_type_name(EventType type);
/// Errors: event_malformed.
Result<EventType> parse_event_type(std::string_view name);

/// The payload was erased by law, or may not be shown to this reader.
struct Erased {};

using Payload =
    std::variant<Erased, LotPublished, LotClarified, BidSubmitted, BidWithdrawn, LotClosed, LotSuspended, LotResumed,
                 OpeningStarted, SheetReleased, VolumesReleased, WindowClosed, LotAnnounced, CommitteeAppointed,
                 ExpertScored, LotResult, ReleaseExcused, OfficerReleased, LotQualified>;

struct Event {
    log::EventHeader header;
    EventType type = EventType::lot_published;
    Digest hash{}; ///< event_hash of the header
    Payload payload;
};

/// Checks the payload against its commitment and decodes it. Signatures are not checked here.
/// Errors: those of log::check_event; event_version_unknown for a version newer than this program's, event_malformed
/// with the place `stream@position` and the cause in the detail.
Result<Event> decode_event(const log::StoredEvent& stored);

/// The payload of the newest version from canonical bytes of `version`.
Result<Payload> decode_payload(EventType type, int version, ByteView bytes);
/// The newest version of a type, which is the one written.
int newest_version(EventType type);

/// Cannot fail: an erased payload only moves the head.
void apply(LotState& lot, const Event& event);
void apply(BidState& bid, const Event& event);
/// The folds from nothing.
LotState fold_lot(std::span<const Event> events);
BidState fold_bid(const StreamId& stream, std::span<const Event> events);

/// Who may see the payload of an event.
enum class Visibility : std::uint8_t {
    everyone,
    participants, ///< the committee, the tenderer and the supervisor of the lot
    openers,      ///< the same, and the officers of its panel
    officers,     ///< they alone: what they must see before they release
    withheld,     ///< nobody but whom it is about
};
/// `phase` is that of the event (phase_of). Headers are always public.
Visibility visibility(EventType type, Phase phase);
/// The lot's phase as far as an event's payload is concerned: what the first announcement of two made public stays so,
/// the bids of both envelopes with it.
Phase phase_of(const LotState& lot, const StreamId& stream, std::uint64_t position);

} // namespace kaibiao::tender
