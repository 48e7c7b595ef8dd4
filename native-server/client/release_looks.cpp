#include "client/release_looks.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/merkle.h"
#include "kaibiao/tender/event.h"

namespace kaibiao::client {

namespace {

Status look_at_phase(const tender::LotState& lot, Instant now) {
    if (now < lot.publication->deadline)
        return Error(ErrorCode::deadline_not_reached, lot.publication->deadline.text(), "by this computer's clock");
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    return tender::check_phase(lot, {tender::Phase::opening});
}

Status look_at_growth(ApiClient& api, const log::TreeHead& older, const log::TreeHead& newest) {
    TRY_ASSIGN(const codec::Json answer, api.get("/api/log/consistency?from=" + std::to_string(older.size) +
                                                 "&to=" + std::to_string(newest.size)));
    codec::ObjectReader reader(answer, "/consistency");
    TRY_ASSIGN(const codec::Json::Array* hashes, reader.array("hashes", 128));
    log::MerkleProof proof;
    for (const codec::Json& hash : *hashes) {
        TRY_ASSIGN(const Digest digest, codec::decode_digest(hash.as_string() != nullptr ? *hash.as_string() : ""));
        proof.push_back(digest);
    }
    return log::verify_consistency(older, newest, proof);
}

/// The newest event of the lot under the newest checkpoint, or under one that the quorum cosigned after the deadline.
Result<log::TrustedCheckpoint> look_at_head(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust) {
    const bool witnessed = trust.quorum.wanted.has_value();
    const auto text = api.get_bytes("/api/log/proof?hash=" + codec::encode_hex(lot.head.hash) +
                                    (witnessed ? "&under=witnessed" : ""));
    if (!text.ok()) {
        const ErrorCode code = text.error().code;
        if (witnessed && (code == ErrorCode::not_found || code == ErrorCode::log_index_out_of_range))
            return Error(ErrorCode::witness_quorum_missing, trust.origin, "no cosigned checkpoint covers the lot yet");
        return text.error();
    }
    TRY_ASSIGN(const log::TlogProof proof, log::decode_tlog_proof(as_text(*text)));
    TRY_ASSIGN(log::TrustedCheckpoint newest,
               log::verify_tlog_proof(proof, crypto::merkle_leaf_hash(lot.head.hash), trust));
    if (witnessed && *newest.quorum_time < lot.publication->deadline)
        return Error(ErrorCode::deadline_not_reached, lot.publication->deadline.text(), "by the witnesses' clocks");
    return newest;
}

Status look_at_log(ApiClient& api, const tender::LotState& lot, const ReleaseCase& release) {
    const log::LogTrust& trust = release.log;
    if (lot.publication->notice.log_key != trust.log_keys.front().text())
        return Error(ErrorCode::bundle_anchor_mismatch, "--log-key", "the notice pins another log key");
    TRY_ASSIGN(const log::TrustedCheckpoint trusted, look_at_head(api, lot, trust));
    const log::TreeHead newest = trusted.checkpoint.head();
    // Receipts are given before any witness can have cosigned.
    TRY_ASSIGN(const log::VerifiedReceipt receipt,
               log::verify_receipt(release.receipt, {trust.origin, trust.log_keys, {}, {}}));
    std::vector<log::TreeHead> held = release.held;
    held.push_back(receipt.checkpoint.checkpoint.head());
    for (const log::TreeHead& one : held)
        TRY(one.size <= newest.size ? look_at_growth(api, one, newest) : look_at_growth(api, newest, one));
    return ok();
}

/// The submission of the receipt, which was verified, once it stands in the frozen set.
Result<tender::BidSubmitted> look_at_receipt(const tender::LotState& lot, const ReleaseCase& release) {
    TRY_ASSIGN(const tender::Event event, tender::decode_event(release.receipt.event));
    const auto* submitted = std::get_if<tender::BidSubmitted>(&event.payload);
    if (submitted == nullptr) return Error(ErrorCode::bid_unknown, "receipt", "of something else than a submission");
    for (const tender::FrozenHead& head : lot.closing->heads)
        if (head.stream == event.header.stream && head.hash == event.hash) return *submitted;
    return Error(ErrorCode::bid_unknown, event.header.stream.text(),
                 "the frozen set does not hold this receipt's submission");
}

} // namespace

Result<BidId> look_before_release(ApiClient& api, const ReleaseCase& release, const seal::OpeningSecrets& secrets) {
    if (release.log.log_keys.empty()) return Error(ErrorCode::trust_anchor_missing, "--log-key");
    TRY_ASSIGN(const codec::Json tender, fetch_tender(api, release.lot));
    Anchors anchors{release.roots, {}};
    TRY_ASSIGN(const tender::LotState lot, know_lot(tender, anchors));
    if (lot.origin != release.log.origin) return Error(ErrorCode::checkpoint_origin_wrong, lot.origin);
    TRY(look_at_phase(lot, release.now));
    TRY(look_at_log(api, lot, release));
    TRY_ASSIGN(const tender::BidSubmitted submitted, look_at_receipt(lot, release));
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
