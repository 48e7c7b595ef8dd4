#pragma once
/// The state of a lot: the fold of its events. Bids have states of their own (submission.h).

#include "kaibiao/tender/award.h"
#include "kaibiao/tender/closing.h"
#include "kaibiao/tender/evaluation.h"
#include "kaibiao/tender/opening.h"
#include "kaibiao/tender/publication.h"
#include "kaibiao/tender/qualification.h"

#include <set>

namespace kaibiao::tender {

/// Persisted by name in answers of the server and in views.
enum class Phase : std::uint8_t {
    unpublished = 0,
    published = 1,
    closed = 2,
    opening = 3,
    window_closed = 4,
    announced = 5,
    evaluated = 6,
    failed = 7,    ///< too few bidders: the bids stay sealed. IR 44
    qualified = 8, ///< two envelopes: the technical ones are judged, the price ones not opened yet
};
std::string_view phase_name(Phase phase);

struct LotState {
    LotId lot;
    std::string centre;
    std::string origin;
    Phase phase = Phase::unpublished;
    StreamHead head;
    std::map<Digest, std::uint64_t> history; ///< positions of all events by hash: what a signer can have seen
    /// Payloads that were erased or withheld; what they would have changed is missing below.
    std::vector<std::uint64_t> erased;

    std::optional<PublicationState> publication; ///< from the publication on
    std::optional<ClosingState> closing;         ///< from the close on
    std::optional<TechnicalState> technical;     ///< two envelopes: from the qualification on
    /// From the start of the opening on; from the qualification on that of the price envelopes.
    std::optional<OpeningState> opening;
    EvaluationState evaluation;
    std::optional<AwardState> award;

    bool suspended() const { return publication && publication->suspension.has_value(); }
    StreamId stream() const { return stream_of(lot); }
};

/// Who may act on a lot.
enum class Actor : std::uint8_t { tenderer, supervisor, officer, bidder, expert };
/// Whether the act waits for the end of a suspension.
enum class WhileSuspended : std::uint8_t { refused, allowed };

/// What every signed command on a published lot must satisfy: the lot is published, the notice named is the one in
/// force, the event seen is one of this lot's, no suspension is in force, the signer has the right (tenderer and
/// supervisor are looked up in the notice, officers in its panel; bidders and experts are judged by their own
/// decisions). Errors: lot_unknown, command_stale (/notice or /seen), lot_suspended, command_not_allowed_for_role.
Status check_lot_command(const LotState& lot, const VerifiedCommand& command, Actor actor, WhileSuspended suspended);

/// deadline_not_reached; the place is the deadline.
Error too_early(const LotState& lot);
/// The phase is one of these and its facts are known, so that publication, closing and opening may be read as far as
/// the phase has come. Errors: command_not_allowed_now (the detail names the phase); event_not_allowed after an erased
/// payload.
Status check_phase(const LotState& lot, std::initializer_list<Phase> allowed);

} // namespace kaibiao::tender
