#include "client/release_looks.h"

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

/// The submission of the receipt, which was verified, once it stands in the frozen set and it is its turn.
Result<tender::BidSubmitted> look_at_receipt(const tender::LotState& lot, const ReleaseCase& release) {
    TRY_ASSIGN(const tender::Event event, tender::decode_event(release.receipt.event));
    const auto* submitted = std::get_if<tender::BidSubmitted>(&event.payload);
    if (submitted == nullptr) return Error(ErrorCode::bid_unknown, "receipt", "of something else than a submission");
    for (const tender::FrozenHead& head : lot.closing->heads)
        if (head.stream == event.header.stream && head.hash == event.hash) {
            TRY(tender::check_turn(lot, tender::fold_bid(event.header.stream, std::span(&event, 1))));
            return *submitted;
        }
    return Error(ErrorCode::bid_unknown, event.header.stream.text(),
                 "the frozen set does not hold this receipt's submission");
}

} // namespace

Result<BidId> look_before_release(ApiClient& api, const ReleaseCase& release, const seal::OpeningSecrets& secrets) {
    if (release.log.log_keys.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, release.lot));
    Anchors anchors{release.roots, {}};
    TRY_ASSIGN(const tender::LotState lot, as_look("phase", know_lot(tender, anchors)));
    TRY(as_look("deadline", look_at_deadline(lot, release.now)));
    TRY(as_look("phase", look_at_phase(lot)));
    TRY(look_at_logs(api, lot, release));
    TRY_ASSIGN(const tender::BidSubmitted submitted, as_look("frozen", look_at_receipt(lot, release)));
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
