#pragma once
/// Small pieces of JSON that many answers share.

#include "http/message.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/party.h"

namespace kaibiao::usecase {

inline codec::Json hex(ByteView bytes) { return codec::Json(codec::encode_hex(bytes)); }
inline codec::Json instant(Instant value) { return codec::Json(value.text()); }
inline codec::Json instant_or_null(const std::optional<Instant>& value) {
    return value ? instant(*value) : codec::Json();
}
inline codec::Json text_or_null(const std::string& value) { return value.empty() ? codec::Json() : codec::Json(value); }

/// A body typed by a program: any well-formed JSON object. Errors: those of parse_relaxed; media_type_refused.
Result<codec::Json> read_json_body(const http::Request& request);

} // namespace kaibiao::usecase
