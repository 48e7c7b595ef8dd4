#include "kaibiao/tender/publication.h"

#include "event_writing.h"
#include "kaibiao/tender/event.h"
#include "kaibiao/tender/periods.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

Status check_new_lot(const LotState& lot, const VerifiedCommand& command) {
    if (lot.phase != Phase::unpublished) return Error(ErrorCode::lot_exists);
    if (command.envelope().notice) return Error(ErrorCode::command_stale, "/notice");
    if (command.envelope().seen) return Error(ErrorCode::command_stale, "/seen");
    return ok();
}

Status check_profile_fits(const Notice& notice, const RuleProfile& profile, CentreMode mode) {
    if (notice.profile != reference_to(profile)) return Error(ErrorCode::rule_profile_unknown, "/profile");
    if (profile.use == ProfileUse::trial && mode != CentreMode::trial)
        return Error(ErrorCode::rule_profile_trial_refused, "/profile");
    return ok();
}

codec::Json write_seat_facts(std::span<const VerifiedCommand> seats) {
    codec::Json out = codec::Json::array();
    for (const VerifiedCommand& seat : seats) {
        codec::Json facts = codec::Json::object();
        write_act_facts(facts, seat.act());
        out.push(std::move(facts));
    }
    return out;
}

Status check_new_deadline(const PublicationState& publication, const Clarification& clarification, Instant now) {
    const Instant deadline = clarification.deadline.value_or(publication.deadline);
    if (deadline < publication.deadline) return Error(ErrorCode::deadline_moved_earlier, "/deadline");
    if (clarification.affects_bids == BidsAffected::no) return ok();
    const Status lead = check_clarification_lead(publication.profile, now, deadline);
    if (!lead.ok()) return Error(lead.error().code, "/deadline", lead.error().detail);
    return ok();
}

} // namespace

bool PublicationState::has_officer(std::string_view id) const {
    return std::any_of(officers.begin(), officers.end(), [id](const Signer& officer) { return officer.id == id; });
}

Result<Clarification> read_clarification(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    Clarification clarification;
    TRY_ASSIGN(const codec::Json* text, reader.object("text"));
    TRY_ASSIGN(clarification.text, read_bilingual(*text, reader.place_of("text")));
    TRY_ASSIGN(const bool affects, reader.boolean("affects_bids"));
    clarification.affects_bids = affects ? BidsAffected::yes : BidsAffected::no;
    TRY_ASSIGN(const codec::Json* deadline, reader.any("deadline"));
    if (!deadline->is_null()) {
        TRY_ASSIGN(clarification.deadline, read_instant(reader, "deadline"));
    }
    TRY(reader.finish());
    return clarification;
}

codec::Json write_clarification(const sign::CommandEnvelope& envelope, const Clarification& clarification) {
    return sign::write_envelope(envelope)
        .set("text", write_bilingual(clarification.text))
        .set("affects_bids", clarification.affects_bids == BidsAffected::yes)
        .set("deadline", clarification.deadline ? codec::Json(clarification.deadline->text()) : codec::Json());
}

Result<BilingualText> read_reason(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    TRY_ASSIGN(const codec::Json* reason, reader.object("reason"));
    TRY_ASSIGN(BilingualText text, read_bilingual(*reason, reader.place_of("reason")));
    TRY(reader.finish());
    return text;
}

codec::Json write_reason(const sign::CommandEnvelope& envelope, const BilingualText& reason) {
    return sign::write_envelope(envelope).set("reason", write_bilingual(reason));
}

Result<DecidedEvent> decide_publish(const LotState& lot, const VerifiedCommand& command, const RuleProfile& profile,
                                    std::span<const VerifiedCommand> seats, const Context& context) {
    TRY(check_new_lot(lot, command));
    TRY_ASSIGN(const Notice notice, read_notice(command.payload()));
    if (command.signer().id != notice.tenderer.id) return Error(ErrorCode::command_not_allowed_for_role, "/tenderer");
    TRY(check_profile_fits(notice, profile, context.mode));
    TRY(check_notice(notice, profile, context.origin));
    TRY(check_officers(notice, seats, context.mode));
    TRY(check_time_to_bid(profile, notice.issue_from, context.arrival, notice.deadline));
    codec::Json facts = codec::Json::object().set(member::profile, write_profile(profile));
    if (notice.panel) facts.set(member::seats, write_seat_facts(seats));
    return decide_act({stream_of(command.lot()), lot.head, EventType::lot_published, context}, command,
                      std::move(facts));
}

Result<DecidedEvent> decide_clarify(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::allowed));
    const Instant now = lot.head.stamp_for(context.arrival);
    if (lot.phase != Phase::published || now >= lot.publication->deadline) return Error(ErrorCode::deadline_passed);
    TRY_ASSIGN(const Clarification clarification, read_clarification(command.payload()));
    TRY(check_new_deadline(*lot.publication, clarification, now));
    return decide_act(next_of(lot, EventType::lot_clarified, context), command);
}

Result<DecidedEvent> decide_suspend(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::supervisor, WhileSuspended::refused));
    TRY(read_reason(command.payload()));
    return decide_act(next_of(lot, EventType::lot_suspended, context), command);
}

Result<DecidedEvent> decide_resume(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::supervisor, WhileSuspended::allowed));
    if (!lot.suspended()) return Error(ErrorCode::command_not_allowed_now, {}, "not suspended");
    TRY(read_reason(command.payload()));
    return decide_act(next_of(lot, EventType::lot_resumed, context), command);
}

void apply_published(LotState& lot, const log::EventHeader& header, const LotPublished& event) {
    lot.lot = LotId(header.stream.bytes());
    lot.centre = event.act.envelope.centre;
    lot.origin = event.act.envelope.origin;
    lot.phase = Phase::published;
    PublicationState publication;
    publication.notice = event.notice;
    publication.profile = event.profile;
    publication.notice_digest = event.act.payload_digest;
    publication.in_force = event.act.payload_digest;
    publication.accepted.insert(publication.in_force);
    publication.published_at = header.stamp;
    publication.deadline = event.notice.deadline;
    for (const SignedAct& seat : event.seats) publication.officers.push_back(seat.signer);
    publication.panel_key = event.panel_key;
    lot.publication = std::move(publication);
}

void apply_clarified(LotState& lot, const log::EventHeader& header, const LotClarified& event) {
    if (!lot.publication) return;
    PublicationState& publication = *lot.publication;
    publication.amendments.push_back({event.act.payload_digest, header.stamp, event.clarification});
    publication.in_force = event.act.payload_digest;
    if (event.clarification.affects_bids == BidsAffected::yes) publication.accepted.clear();
    publication.accepted.insert(publication.in_force);
    if (event.clarification.deadline) publication.deadline = *event.clarification.deadline;
}

void apply_suspended(LotState& lot, const log::EventHeader& header, const LotSuspended& event) {
    if (lot.publication) lot.publication->suspension = Suspension{header.stamp, event.act.signer, event.reason};
}

void apply_resumed(LotState& lot, const log::EventHeader& header, const LotResumed&) {
    if (!lot.suspended()) return;
    const Instant since = lot.publication->suspension->since;
    lot.publication->suspension.reset();
    if (lot.phase != Phase::opening || !lot.opening) return;
    lot.opening->window_end =
        lot.opening->window_end.plus_milliseconds(header.stamp.milliseconds() - since.milliseconds());
}

} // namespace kaibiao::tender
