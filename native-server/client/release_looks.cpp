#include "client/release_looks.h"

#include "client/frozen_bids.h"
#include "client/log_looks.h"
#include "client/look.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/event.h"

#include <algorithm>

namespace kaibiao::client {

namespace {

/// The submission of the receipt, once it is the newest event of its stream in the frozen set.
Result<tender::Event> look_at_receipt(const tender::LotState& lot, const ReleaseCase& release) {
    TRY_ASSIGN(tender::Event event, tender::decode_event(release.receipt.event));
    if (!std::holds_alternative<tender::BidSubmitted>(event.payload))
        return Error(ErrorCode::bid_unknown, "receipt", "of something else than a submission");
    for (const tender::FrozenHead& head : lot.closing->heads) {
        if (head.stream != event.header.stream) continue;
        if (head.hash == event.hash) return event;
        if (head.position > event.header.position)
            return Error(
                ErrorCode::bid_unknown, "receipt",
                "它之后该投标另有递交，或已撤回：请用最新的回执及其开标秘密；若都不是您所为，请交监督人 after it "
                "the bid was submitted anew or withdrawn, so take the newest receipt and its secrets; if "
                "neither was your doing, show this to the supervisor");
    }
    return Error(ErrorCode::bid_unknown, event.header.stream.text(),
                 "the frozen set does not hold this receipt's submission");
}

tender::BidState bid_of(const tender::Event& submitted) {
    return tender::fold_bid(submitted.header.stream, std::span(&submitted, 1));
}

/// Once the window of its envelope is over the events say whether the bid was missing in it.
Status look_at_window(const tender::LotState& lot, const tender::BidState& bid) {
    const tender::OpeningState* opening = tender::opening_of(lot, bid.envelope());
    if (opening == nullptr || !opening->window_closed_at || !tender::takes_part(lot, bid)) return ok();
    if (!std::binary_search(opening->missing.begin(), opening->missing.end(), bid.id()))
        return Error(
            ErrorCode::release_twice, bid.id().text(),
            "本投标已在解密窗口内释放，无需再做 this bid was released in its window, nothing more is to be done");
    return Error(ErrorCode::release_window_closed, bid.id().text(),
                 "窗口已于 " + opening->window_closed_at->local_text() +
                     " UTC+8 关闭，其间没有本投标的释放 the window closed then, without a release of this bid");
}

/// Of a lot that is not opening now: what is too late, what was done before, and what is still to come.
Status look_at_phase(const tender::LotState& lot, const ReleaseCase& release) {
    if (lot.phase == tender::Phase::failed) return Error(ErrorCode::too_few_bidders);
    if (lot.closing && lot.phase != tender::Phase::opening) {
        TRY_ASSIGN(const tender::Event submitted, look_at_receipt(lot, release));
        const tender::BidState bid = bid_of(submitted);
        TRY(look_at_window(lot, bid));
        TRY(tender::check_turn(lot, bid));
    }
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    const Status opening = tender::check_phase(lot, {tender::Phase::opening});
    if (opening.ok() || opening.error().code != ErrorCode::command_not_allowed_now) return opening;
    return Error(ErrorCode::command_not_allowed_now, std::string(tender::phase_name(lot.phase)),
                 "招标人尚未开始这次开标 the tenderer has not begun this opening");
}

Status look_at_logs(ApiClient& api, const tender::LotState& lot, const ReleaseCase& release) {
    // Receipts are given before any witness can have cosigned.
    TRY_ASSIGN(
        const log::VerifiedReceipt receipt,
        as_look("log", log::verify_receipt(release.receipt, {release.log.origin, release.log.log_keys, {}, {}})));
    std::vector<log::TreeHead> held = release.held;
    held.push_back(receipt.checkpoint.checkpoint.head());
    return look_at_log(api, lot, release.log, held, lot.publication->deadline);
}

Status look_at_own_envelope(const tender::LotState& lot, const ReleaseCase& release) {
    if (!release.envelope || *release.envelope == tender::current_envelope(lot)) return ok();
    return Error(ErrorCode::envelope_not_opened, "--secrets", "这是另一信封的开标秘密 they open the other envelope");
}

/// Who passed is known by bids; whose these are is believed of nobody's announcement, but of the signed bids.
Status look_at_passing(ApiClient& api, const tender::LotState& lot, const tender::LotReviewInput& input,
                       const StreamId& stream) {
    TRY_ASSIGN(const tender::FrozenBids frozen, fetch_frozen_bids(api, lot));
    TRY_ASSIGN(const tender::ReviewedOpening opening, tender::review_opening(input, frozen));
    for (const tender::BidState& bid : opening.bids)
        if (bid.stream == stream) return tender::check_turn(opening.lot, bid);
    return Error(ErrorCode::bid_unknown, stream.text());
}

Status look_at_turn(ApiClient& api, const tender::LotState& lot, const tender::LotReviewInput& input,
                    const ReleaseCase& release, const tender::Event& submitted) {
    TRY(look_at_window(lot, bid_of(submitted)));
    TRY(look_at_own_envelope(lot, release));
    if (lot.technical) return look_at_passing(api, lot, input, submitted.header.stream);
    return tender::check_turn(lot, bid_of(submitted));
}

} // namespace

Result<ReleaseTurn> look_before_release(ApiClient& api, const ReleaseCase& release) {
    if (release.log.log_keys.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, release.lot));
    Anchors anchors{release.roots, {}};
    TRY_ASSIGN(const KnownTender known, read_tender(tender, anchors));
    const tender::LotReviewInput input = known.input(anchors);
    TRY_ASSIGN(const tender::LotState lot, as_look("phase", tender::review_lot(input)));
    TRY(as_look("deadline", look_at_clock(lot.publication->deadline, release.now)));
    TRY(as_look("phase", look_at_phase(lot, release)));
    TRY(look_at_logs(api, lot, release));
    TRY_ASSIGN(const tender::Event event, as_look("frozen", look_at_receipt(lot, release)));
    TRY(as_look("turn", look_at_turn(api, lot, input, release, event)));
    return ReleaseTurn{BidId(event.header.stream.bytes()), std::get<tender::BidSubmitted>(event.payload).manifest,
                       lot.head.count};
}

} // namespace kaibiao::client
