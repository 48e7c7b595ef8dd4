#pragma once
/// What all signed commands go through: verified outside the writer, decided inside, answered after the commit.

#include "kaibiao/tender/lot_state.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

/// Verifies a command by the caller on a lot (nullptr: on a new one). Errors: those of tender::verify_command;
/// command_not_allowed_for_role when the signer is not who logged in.
Result<tender::VerifiedCommand> verify_for(Centre& centre, const Exchange& exchange, std::string_view purpose,
                                           const LotId* lot, std::int64_t crl_grace_milliseconds);
/// The grace of the lot's rule profile. Errors: lot_unknown.
Result<std::int64_t> crl_grace_of(Centre& centre, const LotId& lot);

/// Decides a signed command once: the same command again gives the event of the first time, another payload under the
/// same id is refused. Errors: command_id_reused and those of `decide`.
using Decision = std::function<Result<tender::DecidedEvent>(writer::Batch&, const tender::Context&)>;
Result<store::EventPlace> decide_once(writer::Batch& batch, const LotId& lot, const tender::VerifiedCommand& command,
                                      const tender::Context& context, const Decision& decide);

/// Sends a decision through the writer and answers with `answer(place)` from a worker once it is durable.
struct PendingAct {
    std::function<Result<store::EventPlace>(writer::Batch&)> decide;
    std::function<Result<Response>(const store::EventPlace&)> answer;
};
void act_and_answer(Centre& centre, PendingAct act, std::shared_ptr<work::Arrival> arrival, Responder respond);

/// The receipt as JSON. Errors: database_failed.
Result<codec::Json> receipt_json(Centre& centre, const store::EventPlace& place);
/// Hash of a stored event. Errors: database_failed.
Result<Digest> event_hash_at(Centre& centre, const store::EventPlace& place);

} // namespace kaibiao::usecase
