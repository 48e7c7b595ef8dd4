#include "kaibiao/tender/lot_state.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

Result<tender::ResultToSign> outcome_for(const tender::LotState& lot, const http::Caller& caller) {
    if (!lot.publication || caller.person != lot.publication->notice.tenderer.id)
        return Error(ErrorCode::command_not_allowed_for_role);
    return tender::result_to_sign(lot);
}

} // namespace

/// What the tenderer is shown before signing `result`, or `qualify`; its own program computes the same.
Result<Response> view_outcome(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    Result<tender::ResultToSign> result = Error(ErrorCode::lot_unknown, lot.text());
    centre.lots().read(lot,
                       [&](const writer::LotRecord& record) { result = outcome_for(record.lot, exchange.caller); });
    if (!result.ok()) return result.error();
    return Response::json(codec::Json::object()
                              .set("digest", hex(result->digest))
                              .set("outcome", std::move(result->outcome))
                              .set("purpose", result->purpose));
}

} // namespace kaibiao::usecase
