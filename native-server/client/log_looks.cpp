#include "client/log_looks.h"

#include "client/look.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/merkle.h"
#include "kaibiao/log/tlog_proof.h"
#include "kaibiao/tender/witnesses.h"

#include <chrono>
#include <thread>

namespace kaibiao::client {

namespace {

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

/// The witnesses come a moment after the event that they are to see; so long they are waited for.
constexpr auto patience = std::chrono::seconds(15);

/// The newest event of the lot under the newest checkpoint, or under one that the quorum cosigned at `due` or later.
Result<log::TrustedCheckpoint> look_once_at_head(ApiClient& api, const tender::LotState& lot,
                                                 const log::LogTrust& trust, Instant due) {
    const bool witnessed = trust.quorum.wanted.has_value();
    const auto proof = fetch_log_proof(api, lot.head.hash, witnessed);
    if (!proof.ok() && witnessed && proof.error().code == ErrorCode::not_found)
        return Error(ErrorCode::witness_quorum_missing, trust.origin, "no checkpoint was cosigned yet");
    if (!proof.ok()) return proof.error();
    TRY_ASSIGN(log::TrustedCheckpoint newest,
               log::verify_tlog_proof(*proof, crypto::merkle_leaf_hash(lot.head.hash), trust));
    if (witnessed && *newest.quorum_time < due)
        return Error(ErrorCode::deadline_not_reached, due.text(), "by the witnesses' clocks");
    return newest;
}

Result<log::TrustedCheckpoint> look_at_head(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust,
                                            Instant due) {
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        auto looked = look_once_at_head(api, lot, trust, due);
        const bool behind = !looked.ok() && trust.quorum.wanted.has_value() &&
                            (looked.error().code == ErrorCode::deadline_not_reached ||
                             looked.error().code == ErrorCode::log_index_out_of_range);
        if (behind && std::chrono::steady_clock::now() - start < patience) {
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            continue;
        }
        if (behind && looked.error().code == ErrorCode::log_index_out_of_range)
            return Error(ErrorCode::witness_quorum_missing, trust.origin, "no cosigned checkpoint covers the lot yet");
        return looked;
    }
}

/// What the notice asks for beyond one's own trust: the tenderer pinned witnesses before anybody sealed a bid.
Status look_at_pinned(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust, Instant due) {
    TRY_ASSIGN(const auto pinned,
               tender::pinned_witnesses(lot.publication->notice, trust.origin, trust.log_keys.front()));
    if (!pinned.quorum.wanted) return ok();
    TRY_ASSIGN(const log::TrustedCheckpoint unused, look_at_head(api, lot, pinned, due));
    return ok();
}

Status look_at_names(const tender::LotState& lot, const log::LogTrust& trust) {
    if (lot.origin != trust.origin) return Error(ErrorCode::checkpoint_origin_wrong, lot.origin);
    if (lot.publication->notice.log_key != trust.log_keys.front().text())
        return Error(ErrorCode::bundle_anchor_mismatch, "--log-key", "the notice pins another log key");
    return ok();
}

} // namespace

Result<log::TlogProof> fetch_log_proof(ApiClient& api, const Digest& event, bool witnessed) {
    TRY_ASSIGN(const Bytes text, api.get_bytes("/api/log/proof?hash=" + codec::encode_hex(event) +
                                               (witnessed ? "&under=witnessed" : "")));
    return log::decode_tlog_proof(as_text(text));
}

Status look_at_notice(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust) {
    TRY(as_look("log", look_at_names(lot, trust)));
    TRY(as_look("log", look_at_head(api, lot, trust, Instant())));
    return ok();
}

Status look_at_log(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust,
                   const std::vector<log::TreeHead>& held, Instant due) {
    TRY(as_look("log", look_at_names(lot, trust)));
    TRY_ASSIGN(const log::TrustedCheckpoint trusted, as_look("log", look_at_head(api, lot, trust, due)));
    TRY(as_look("log", look_at_pinned(api, lot, trust, due)));
    const log::TreeHead newest = trusted.checkpoint.head();
    for (const log::TreeHead& one : held)
        TRY(as_look("growth",
                    one.size <= newest.size ? look_at_growth(api, one, newest) : look_at_growth(api, newest, one)));
    return ok();
}

} // namespace kaibiao::client
