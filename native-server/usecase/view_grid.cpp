#include "kaibiao/tender/envelopes.h"
#include "kaibiao/view/score_grid.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

/// Until the result experts see their own sheet and nobody else's. The tenderer and the supervisor of the lot see all
/// of them once the last is signed; before that nobody does. With the result all sheets are public.
Result<view::GridAudience> audience_for(const tender::LotState& lot, const http::Caller& caller) {
    if (lot.phase == tender::Phase::evaluated) return view::GridAudience{};
    if (lot.evaluation.find(caller.person) != nullptr) return view::GridAudience{caller.person};
    if (!standing_of(lot, caller).participant) return Error(ErrorCode::not_public_yet);
    const bool complete = !tender::announced_bidders(lot).empty() && !lot.evaluation.committee.empty() &&
                          lot.evaluation.missing().empty();
    if (!complete) return Error(ErrorCode::not_public_yet);
    return view::GridAudience{};
}

} // namespace

Result<Response> view_grid(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    Result<codec::Json> grid = Error(ErrorCode::lot_unknown, lot.text());
    centre.lots().read(lot, [&](const writer::LotRecord& record) {
        const auto audience = audience_for(record.lot, exchange.caller);
        grid = audience.ok() ? Result<codec::Json>(view::write_score_grid(view::make_score_grid(record.lot, *audience)))
                             : audience.error();
    });
    if (!grid.ok()) return grid.error();
    return Response::json(*grid);
}

} // namespace kaibiao::usecase
