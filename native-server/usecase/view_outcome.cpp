#include "kaibiao/tender/award.h"
#include "kaibiao/tender/method_json.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

Result<codec::Json> outcome_for(const tender::LotState& lot, const http::Caller& caller) {
    if (!lot.publication || caller.person != lot.publication->notice.tenderer.id)
        return Error(ErrorCode::command_not_allowed_for_role);
    TRY_ASSIGN(const score::Outcome outcome, tender::compute_outcome(lot));
    return tender::encode_outcome(lot.publication->notice.method, outcome);
}

} // namespace

/// What the tenderer is shown before signing `result`; its own program computes the same.
Result<Response> view_outcome(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    Result<codec::Json> outcome = Error(ErrorCode::lot_unknown, lot.text());
    centre.lots().read(lot,
                       [&](const writer::LotRecord& record) { outcome = outcome_for(record.lot, exchange.caller); });
    if (!outcome.ok()) return outcome.error();
    const Digest digest = tender::outcome_digest(*outcome);
    return Response::json(codec::Json::object().set("digest", hex(digest)).set("outcome", std::move(*outcome)));
}

} // namespace kaibiao::usecase
