#include "kaibiao/tender/lot_state.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

Status check_actor(const PublicationState& publication, const Signer& signer, Actor actor) {
    const Notice& notice = publication.notice;
    if (actor == Actor::tenderer && signer.id != notice.tenderer.id)
        return Error(ErrorCode::command_not_allowed_for_role, {}, "only the tenderer named in the notice");
    if (actor == Actor::supervisor && signer.id != notice.supervisor.id)
        return Error(ErrorCode::command_not_allowed_for_role, {}, "only the supervisor named in the notice");
    if (actor == Actor::officer && !publication.has_officer(signer.id))
        return Error(ErrorCode::command_not_allowed_for_role, {}, "only an officer of the notice's panel");
    return ok();
}

Status check_basis(const LotState& lot, const sign::CommandEnvelope& envelope) {
    if (!envelope.notice || lot.publication->accepted.count(*envelope.notice) == 0)
        return Error(ErrorCode::command_stale, "/notice");
    if (!envelope.seen || lot.history.count(*envelope.seen) == 0) return Error(ErrorCode::command_stale, "/seen");
    return ok();
}

/// Where a payload was erased or withheld, the phase stands without its facts, and nothing can be decided on it.
bool has_facts_of_phase(const LotState& lot) {
    switch (lot.phase) {
    case Phase::unpublished: return true;
    case Phase::published: return lot.publication.has_value();
    case Phase::closed:
    case Phase::failed: return lot.publication && lot.closing;
    case Phase::qualified: return lot.publication && lot.closing && lot.technical;
    case Phase::opening:
    case Phase::window_closed:
    case Phase::announced:
    case Phase::evaluated: return lot.publication && lot.closing && lot.opening;
    }
    std::abort();
}

} // namespace

std::string_view phase_name(Phase phase) {
    switch (phase) {
    case Phase::unpublished: return "unpublished";
    case Phase::published: return "published";
    case Phase::closed: return "closed";
    case Phase::opening: return "opening";
    case Phase::window_closed: return "window_closed";
    case Phase::announced: return "announced";
    case Phase::evaluated: return "evaluated";
    case Phase::failed: return "failed";
    case Phase::qualified: return "qualified";
    }
    std::abort();
}

Status check_lot_command(const LotState& lot, const VerifiedCommand& command, Actor actor, WhileSuspended suspended) {
    if (!lot.publication) return Error(ErrorCode::lot_unknown);
    if (command.lot() != lot.lot) return Error(ErrorCode::jws_payload_wrong_context, "/lot");
    TRY(check_actor(*lot.publication, command.signer(), actor));
    TRY(check_basis(lot, command.envelope()));
    if (suspended == WhileSuspended::refused && lot.suspended()) return Error(ErrorCode::lot_suspended);
    return ok();
}

Error too_early(const LotState& lot) {
    return Error(ErrorCode::deadline_not_reached, lot.publication->deadline.text());
}

Status check_phase(const LotState& lot, std::initializer_list<Phase> allowed) {
    if (std::find(allowed.begin(), allowed.end(), lot.phase) == allowed.end())
        return Error(ErrorCode::command_not_allowed_now, {}, std::string(phase_name(lot.phase)));
    if (!has_facts_of_phase(lot)) return Error(ErrorCode::event_not_allowed, {}, "an earlier payload is missing");
    return ok();
}

} // namespace kaibiao::tender
