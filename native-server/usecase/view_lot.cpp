#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> view_lot(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    const Instant now = centre.now();
    std::optional<codec::Json> answer;
    centre.lots().read(lot,
                       [&](const writer::LotRecord& record) { answer = lot_answer(record, exchange.caller, now); });
    if (!answer) return Error(ErrorCode::lot_unknown, lot.text());
    return Response::json(*answer);
}

} // namespace kaibiao::usecase
