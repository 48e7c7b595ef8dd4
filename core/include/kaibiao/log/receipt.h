#pragma once
/// The receipt: an event and the proof that the centre's log holds it. Verifies offline. Format: docs/formats/log.md.

#include "kaibiao/log/event.h"
#include "kaibiao/log/tlog_proof.h"

namespace kaibiao::log {

struct Receipt {
    StoredEvent event; ///< with its payload
    TlogProof proof;
    bool operator==(const Receipt&) const = default;
};

/// Canonical JSON. Aborts when the event has no payload.
std::string encode_receipt(const Receipt& receipt);
/// Errors: those of parse_canonical and ObjectReader, receipt_malformed, proof_malformed. Nothing is verified.
Result<Receipt> decode_receipt(ByteView bytes);

struct VerifiedReceipt {
    EventHeader header;
    std::uint64_t index = 0; ///< of the event in the centre's log
    TrustedCheckpoint checkpoint;
};

/// Payload against header, header against log, log against keys. Errors: those of check_event and verify_tlog_proof.
Result<VerifiedReceipt> verify_receipt(const Receipt& receipt, const LogTrust& trust);

} // namespace kaibiao::log
