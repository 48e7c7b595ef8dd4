#include "client/officer_looks.h"

#include "cli/files.h"
#include "client/frozen_bids.h"
#include "client/log_looks.h"
#include "client/look.h"

namespace kaibiao::client {

namespace {

/// Whether nothing of this class can be released any more, at no later stage either.
bool is_over(const tender::LotState& lot, seal::PartClass part_class) {
    using tender::Phase;
    if (lot.phase == Phase::evaluated || lot.phase == Phase::failed) return true;
    const bool prices_follow = tender::envelopes_of(lot.publication->notice) > 1 && !lot.technical;
    return lot.phase == Phase::announced && part_class == seal::PartClass::sheet && !prices_follow;
}

std::string what_comes_first(tender::Phase phase) {
    if (phase == tender::Phase::closed || phase == tender::Phase::qualified)
        return "招标人尚未开始这次开标 the tenderer has not begun this opening";
    if (phase == tender::Phase::opening) return "投标人的解密窗口尚未结束 the bidders' release window is not over yet";
    return {};
}

/// Both the deadline and the close of the window by this computer's clock, whatever the server's stamps say. That the
/// log has one history is what the officers' policies rest on: without a witness nobody but the centre says so.
Status look_at_time(const tender::LotState& lot, const OfficerCase& release) {
    TRY(look_at_clock(lot.publication->deadline, release.now));
    if (lot.phase == tender::Phase::failed)
        return Error(ErrorCode::release_window_closed, std::string(tender::phase_name(lot.phase)),
                     "投标人数量不足，未开标 too few bidders, so there is no opening");
    if (is_over(lot, release.part_class))
        return Error(ErrorCode::release_window_closed, {},
                     std::string(tender::phase_name(lot.phase)) +
                         "; 释放已经结束，无需再做 the release is over, nothing more is to be released");
    if (const Status timely = tender::check_officer_time(lot, release.part_class); !timely.ok())
        return Error(timely.error().code, std::string(tender::phase_name(lot.phase)), what_comes_first(lot.phase));
    TRY(look_at_clock(*lot.opening->window_closed_at, release.now));
    if (!release.log.quorum.wanted && lot.publication->notice.log_policy.empty() &&
        lot.publication->profile.use != tender::ProfileUse::trial)
        return Error(ErrorCode::witness_quorum_missing, "--policy", "officers release under a witnessed log only");
    return ok();
}

/// A lot whose bidders all failed to release has nothing that officers could open.
Status look_for_targets(const tender::ReviewedOpening& opening, seal::PartClass part_class) {
    TRY_ASSIGN(const auto targets, tender::officer_targets(opening.lot, opening.bids, part_class));
    if (!targets.empty()) return ok();
    return Error(ErrorCode::release_window_closed, {},
                 "没有可开启的投标，无需释放 no bid can be opened, so there is nothing to release");
}

} // namespace

Result<tender::ReviewedOpening> look_before_officer_release(ApiClient& api, const OfficerCase& release) {
    if (release.log.log_keys.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, release.lot));
    Anchors anchors{release.roots, {}};
    TRY_ASSIGN(const KnownTender known, read_tender(tender, anchors));
    const tender::LotReviewInput input = known.input(anchors);
    TRY_ASSIGN(const tender::LotState public_lot, as_look("phase", tender::review_lot(input)));
    TRY(as_look("deadline", look_at_time(public_lot, release)));
    TRY(look_at_log(api, public_lot, release.log, release.held, *public_lot.opening->window_closed_at));
    TRY_ASSIGN(const tender::FrozenBids frozen, fetch_frozen_bids(api, public_lot));
    TRY_ASSIGN(tender::ReviewedOpening opening, as_look("frozen", tender::review_opening(input, frozen)));
    TRY(look_for_targets(opening, release.part_class));
    return opening;
}

Result<codec::Json> officer_release(const tender::ReviewedOpening& opening, seal::PartClass part_class,
                                    const panel::Seat& seat, const sign::CommandEnvelope& envelope) {
    const ByteArray<32> random = cli::random_bytes<32>();
    TRY_ASSIGN(const tender::OfficerRelease release,
               tender::make_officer_release(opening.lot, opening.bids, part_class, seat, random));
    return tender::write_officer_release(envelope, release);
}

} // namespace kaibiao::client
