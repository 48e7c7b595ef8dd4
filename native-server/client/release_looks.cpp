#include "client/release_looks.h"

#include "client/frozen_bids.h"
#include "client/log_looks.h"
#include "client/look.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/event.h"

namespace kaibiao::client {

namespace {

Status look_at_deadline(const tender::LotState& lot, Instant now) {
    if (now >= lot.publication->deadline) return ok();
    return Error(ErrorCode::deadline_not_reached, lot.publication->deadline.text(), "by this computer's clock");
}

Status look_at_phase(const tender::LotState& lot) {
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    return tender::check_phase(lot, {tender::Phase::opening});
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

/// The submission of the receipt, which was verified, once it stands in the frozen set.
Result<tender::Event> look_at_receipt(const tender::LotState& lot, const ReleaseCase& release) {
    TRY_ASSIGN(tender::Event event, tender::decode_event(release.receipt.event));
    if (!std::holds_alternative<tender::BidSubmitted>(event.payload))
        return Error(ErrorCode::bid_unknown, "receipt", "of something else than a submission");
    for (const tender::FrozenHead& head : lot.closing->heads)
        if (head.stream == event.header.stream && head.hash == event.hash) return event;
    return Error(ErrorCode::bid_unknown, event.header.stream.text(),
                 "the frozen set does not hold this receipt's submission");
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
    TRY(look_at_own_envelope(lot, release));
    if (lot.technical) return look_at_passing(api, lot, input, submitted.header.stream);
    return tender::check_turn(lot, tender::fold_bid(submitted.header.stream, std::span(&submitted, 1)));
}

} // namespace

Result<BidId> look_before_release(ApiClient& api, const ReleaseCase& release, const seal::OpeningSecrets& secrets) {
    if (release.log.log_keys.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, release.lot));
    Anchors anchors{release.roots, {}};
    TRY_ASSIGN(const KnownTender known, read_tender(tender, anchors));
    const tender::LotReviewInput input = known.input(anchors);
    TRY_ASSIGN(const tender::LotState lot, as_look("phase", tender::review_lot(input)));
    TRY(as_look("deadline", look_at_deadline(lot, release.now)));
    TRY(as_look("phase", look_at_phase(lot)));
    TRY(look_at_logs(api, lot, release));
    TRY_ASSIGN(const tender::Event event, as_look("frozen", look_at_receipt(lot, release)));
    TRY(as_look("turn", look_at_turn(api, lot, input, release, event)));
    const auto& submitted = std::get<tender::BidSubmitted>(event.payload);
    for (const auto part_class : {seal::PartClass::sheet, seal::PartClass::volumes}) {
        const auto& hb = submitted.manifest.lock(part_class).hb;
        const auto& secret = part_class == seal::PartClass::sheet ? secrets.sheet : secrets.volumes;
        if (!hb) return Error(ErrorCode::lock_secret_mismatch, std::string(seal::name_of(part_class)));
        TRY(seal::check_released_secret(secret, *hb));
    }
    TRY_ASSIGN(const log::EventHeader header, log::decode_event_header(release.receipt.event.header));
    return BidId(header.stream.bytes());
}

} // namespace kaibiao::client
