// Receipts, checkpoints and proofs, against keys that the person accepted.

#include "trust.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/merkle.h"
#include "kaibiao/log/proof.h"
#include "kaibiao/log/receipt.h"

namespace kaibiao::wasm {

using codec::Json;

namespace {

Json write_checkpoint(const log::TrustedCheckpoint& trusted) {
    return Json::object()
        .set("cosignatures", write_cosignatures(trusted.cosignatures))
        .set("origin", trusted.checkpoint.origin)
        .set("quorum_time", trusted.quorum_time ? Json(trusted.quorum_time->text()) : Json())
        .set("root", codec::encode_hex(trusted.checkpoint.root))
        .set("size", static_cast<std::int64_t>(trusted.checkpoint.size));
}

Result<log::TreeHead> read_head(const Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    log::TreeHead head;
    TRY_ASSIGN(head.root, reader.hex<32>("root"));
    TRY_ASSIGN(const std::int64_t size, reader.integer("size", 0, INT64_MAX));
    head.size = static_cast<std::uint64_t>(size);
    TRY(reader.finish());
    return head;
}

Status need_log_key(const log::LogTrust& trust) {
    if (trust.log_keys.empty()) return Error(ErrorCode::trust_anchor_missing);
    return ok();
}

} // namespace

Status receipt_check(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY_ASSIGN(const log::LogTrust trust, read_log_trust(in));
    TRY(in.finish());
    TRY_ASSIGN(const log::Receipt receipt, log::decode_receipt(text));
    TRY(need_log_key(trust));
    TRY_ASSIGN(const log::VerifiedReceipt verified, log::verify_receipt(receipt, trust));
    TRY_ASSIGN(Json payload,
               codec::parse_canonical(receipt.event.payload->bytes, {.max_bytes = log::max_payload_bytes}));
    out.json(write_checkpoint(verified.checkpoint)
                 .set("event_hash", codec::encode_hex(log::event_hash(receipt.event.header)))
                 .set("index", static_cast<std::int64_t>(verified.index))
                 .set("payload", std::move(payload))
                 .set("position", static_cast<std::int64_t>(verified.header.position))
                 .set("stamp", verified.header.stamp.text())
                 .set("stream", verified.header.stream.text())
                 .set("type", verified.header.type));
    return ok();
}

Status checkpoint_check(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView note, in.bytes());
    TRY_ASSIGN(const log::LogTrust trust, read_log_trust(in));
    TRY(in.finish());
    TRY(need_log_key(trust));
    TRY_ASSIGN(const log::TrustedCheckpoint trusted, log::open_checkpoint(as_text(note), trust));
    out.json(write_checkpoint(trusted));
    return ok();
}

/// `{"hashes":[hex],"newer":{"root","size"},"older":{"root","size"}}`: that a log only grew. RFC 6962 §2.1.2.
Status growth_check(Input& in, Output&) {
    TRY_ASSIGN(const Json json, in.json());
    TRY(in.finish());
    codec::ObjectReader reader(json, "/growth");
    TRY_ASSIGN(const Json* older, reader.object("older"));
    TRY_ASSIGN(const Json* newer, reader.object("newer"));
    TRY_ASSIGN(const Json::Array* hashes, reader.array("hashes", 128));
    TRY(reader.finish());
    log::MerkleProof proof;
    for (const Json& hash : *hashes) {
        TRY_ASSIGN(const Digest digest, codec::decode_digest(hash.as_string() != nullptr ? *hash.as_string() : ""));
        proof.push_back(digest);
    }
    TRY_ASSIGN(const log::TreeHead from, read_head(*older, "/growth/older"));
    TRY_ASSIGN(const log::TreeHead to, read_head(*newer, "/growth/newer"));
    return log::verify_consistency(from, to, proof);
}

Status proof_check(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY_ASSIGN(const Digest event_hash, in.fixed<32>());
    TRY_ASSIGN(const log::LogTrust trust, read_log_trust(in));
    TRY(in.finish());
    TRY(need_log_key(trust));
    TRY_ASSIGN(const log::TlogProof proof, log::decode_tlog_proof(as_text(text)));
    TRY_ASSIGN(const log::TrustedCheckpoint trusted,
               log::verify_tlog_proof(proof, crypto::merkle_leaf_hash(event_hash), trust));
    out.json(write_checkpoint(trusted).set("index", static_cast<std::int64_t>(proof.index)));
    return ok();
}

} // namespace kaibiao::wasm
