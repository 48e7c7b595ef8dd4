#include "client/lot_close.h"

#include "client/known_lot.h"
#include "client/log_looks.h"
#include "client/look.h"
#include "kaibiao/tender/event.h"

namespace kaibiao::client {

namespace {

Result<Digest> close_in(const KnownTender& known, const tender::LotState& lot) {
    for (const log::StoredEvent& stored : known.events) {
        TRY_ASSIGN(const tender::Event event, tender::decode_event(stored));
        if (std::holds_alternative<tender::LotClosed>(event.payload)) return event.hash;
    }
    return Error(ErrorCode::command_not_allowed_now, std::string(tender::phase_name(lot.phase)),
                 "中心尚未截止该标段 the centre has not closed the lot yet");
}

} // namespace

Result<LotClose> fetch_close(ApiClient& api, const CloseCase& wanted) {
    Anchors anchors{wanted.roots, {}};
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, wanted.lot));
    TRY_ASSIGN(const KnownTender known, read_tender(tender, anchors));
    TRY_ASSIGN(tender::LotState lot, tender::review_lot(known.input(anchors)));
    const tender::Notice& notice = lot.publication->notice;
    const Instant deadline = lot.publication->deadline;
    TRY(look_at_clock(deadline, wanted.now));
    if (lot.phase == tender::Phase::failed) return Error(ErrorCode::too_few_bidders, wanted.lot.text());
    if (lot.suspended()) return Error(ErrorCode::lot_suspended, wanted.lot.text());
    LotClose close;
    const bool own = wanted.own_policy && wanted.log.quorum.wanted.has_value();
    close.witnessed = own || !notice.log_policy.empty();
    if (!close.witnessed && lot.publication->profile.use != tender::ProfileUse::trial)
        return Error(
            ErrorCode::witness_quorum_missing, "--policy",
            "公告未列见证服务，请给出您自己的见证策略 the notice names no witnesses, give a policy of your own");
    TRY(look_at_log(api, lot, wanted.log, wanted.held, deadline));
    TRY_ASSIGN(close.event, close_in(known, lot));
    close.lot = std::move(lot);
    return close;
}

} // namespace kaibiao::client
