#include "usecase/signed_command.h"

#include "kaibiao/tender/periods.h"
#include "work/failure.h"

namespace kaibiao::usecase {

namespace {

constexpr codec::JsonLimits receipt_limits{std::size_t{16} << 20, 32};

Result<Response> guarded_answer(const PendingAct& act, const store::EventPlace& place) {
    try {
        return act.answer(place);
    } catch (const std::exception& thrown) {
        return work::error_behind(thrown);
    }
}

void send(Responder& respond, Result<Response> response) {
    if (response.ok())
        respond(std::move(response).value());
    else
        respond(response.error());
}

} // namespace

Result<tender::VerifiedCommand> verify_for(Centre& centre, const Exchange& exchange, std::string_view purpose,
                                           const LotId* lot, std::int64_t crl_grace_milliseconds) {
    const tender::Context context = centre.context(exchange.arrival->at());
    TRY_ASSIGN(tender::VerifiedCommand command, tender::verify_command(exchange.request.body, purpose, lot, context,
                                                                       centre.trust().judge(crl_grace_milliseconds)));
    if (command.signer().id != exchange.caller.person)
        return Error(ErrorCode::command_not_allowed_for_role, "x5c",
                     "signed by another person than the one who logged in");
    return command;
}

Result<std::int64_t> crl_grace_of(Centre& centre, const LotId& lot) {
    std::int64_t grace = 0;
    const bool found = centre.lots().read(lot, [&](const writer::LotRecord& record) {
        if (record.lot.publication)
            grace = tender::milliseconds_of(record.lot.publication->profile.rule(tender::RuleKey::crl_grace));
    });
    if (!found) return Error(ErrorCode::lot_unknown, lot.text());
    return grace;
}

Result<store::EventPlace> decide_once(writer::Batch& batch, const LotId& lot, const tender::VerifiedCommand& command,
                                      const tender::Context& context, const Decision& decide) {
    const tender::CommandKey key = tender::key_of(command.act());
    if (const auto first = store::find_command(batch.tx(), key.signer, key.command)) {
        TRY(tender::check_repetition(first->payload, command.act()));
        return first->place;
    }
    TRY_ASSIGN(const tender::DecidedEvent event, decide(batch, context));
    TRY(command.check_holds_at(event.stamp));
    TRY_ASSIGN(const store::EventPlace place, batch.append(lot, event));
    store::insert_command(batch.tx(), key.signer, key.command, {command.act().payload_digest, place});
    return place;
}

void act_and_answer(Centre& centre, PendingAct pending, std::shared_ptr<work::Arrival> arrival, Responder respond) {
    struct State {
        PendingAct act;
        Responder respond;
        store::EventPlace place;
    };
    auto state = std::make_shared<State>(State{std::move(pending), std::move(respond), {}});
    writer::Job job;
    job.arrival = std::move(arrival);
    job.decide = [state](writer::Batch& batch) -> Status {
        TRY_ASSIGN(state->place, state->act.decide(batch));
        return ok();
    };
    job.done = [state, &centre](const Result<writer::Committed>& done) {
        if (!done.ok()) {
            state->respond(done.error());
            return;
        }
        const auto answer = [state] { send(state->respond, guarded_answer(state->act, state->place)); };
        if (!centre.workers().post(answer)) answer();
    };
    const Status taken = centre.writer().submit(std::move(job));
    if (!taken.ok()) state->respond(taken.error());
}

Result<codec::Json> receipt_json(Centre& centre, const store::EventPlace& place) {
    const auto text = store::receipt_text(centre.database().read(), place);
    if (!text) return Error(ErrorCode::database_failed, "receipt");
    return codec::parse_canonical(as_bytes(*text), receipt_limits);
}

Result<Digest> event_hash_at(Centre& centre, const store::EventPlace& place) {
    const auto event = store::event_at(centre.database().read(), place.stream, place.position);
    if (!event) return Error(ErrorCode::database_failed, "event");
    return log::event_hash(event->header);
}

} // namespace kaibiao::usecase
