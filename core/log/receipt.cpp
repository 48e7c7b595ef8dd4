#include "kaibiao/log/receipt.h"

#include "receipt_format.h"

namespace kaibiao::log {

std::string encode_receipt(const Receipt& receipt) {
    if (!receipt.event.payload) std::abort();
    return codec::dump_canonical(codec::Json::object()
                                     .set(receipt_member::event, event_to_json(receipt.event))
                                     .set(receipt_member::format, receipt_label)
                                     .set(receipt_member::proof, encode_tlog_proof(receipt.proof)));
}

Result<Receipt> decode_receipt(ByteView bytes) {
    codec::JsonLimits limits;
    limits.max_bytes = max_receipt_bytes;
    TRY_ASSIGN(const codec::Json json, codec::parse_canonical(bytes, limits));
    codec::ObjectReader reader(json, {});
    TRY_ASSIGN(const std::string format, reader.string(receipt_member::format));
    if (format != receipt_label) return Error(ErrorCode::receipt_malformed, reader.place_of(receipt_member::format));
    TRY_ASSIGN(const codec::Json* event, reader.object(receipt_member::event));
    Receipt receipt;
    TRY_ASSIGN(receipt.event, event_from_json(*event, reader.place_of(receipt_member::event)));
    if (!receipt.event.payload) return Error(ErrorCode::receipt_malformed, reader.place_of(receipt_member::event));
    TRY_ASSIGN(const std::string proof, reader.string(receipt_member::proof, max_tlog_proof_bytes));
    TRY_ASSIGN(receipt.proof, decode_tlog_proof(proof));
    TRY(reader.finish());
    return receipt;
}

Result<VerifiedReceipt> verify_receipt(const Receipt& receipt, const LogTrust& trust) {
    VerifiedReceipt verified;
    TRY_ASSIGN(verified.header, check_event(receipt.event));
    TRY_ASSIGN(verified.checkpoint, verify_tlog_proof(receipt.proof, event_leaf_hash(receipt.event.header), trust));
    verified.index = receipt.proof.index;
    return verified;
}

} // namespace kaibiao::log
