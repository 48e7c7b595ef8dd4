#pragma once
/// Member names of receipts, shared by writer and reader. See docs/formats/log.md.

#include "event_format.h"

#include "kaibiao/log/event.h"
#include "kaibiao/log/tlog_proof.h"

namespace kaibiao::log {

inline constexpr std::string_view receipt_label = "kaibiao/receipt/v1";
/// Room for the largest payload in base64, its header and the proof.
inline constexpr std::size_t max_receipt_bytes =
    max_payload_bytes / 3 * 4 + max_header_bytes * 2 + max_tlog_proof_bytes;

namespace receipt_member {
inline constexpr std::string_view event = "event";
inline constexpr std::string_view format = "format";
inline constexpr std::string_view proof = "proof";
} // namespace receipt_member

} // namespace kaibiao::log
