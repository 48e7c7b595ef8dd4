#pragma once
/// Secrets of 32 bytes as base64 members of canonical JSON. Parsers, writers and JSON values leave copies behind that
/// nobody wipes, so a secret never goes through them: there the placeholder stands for it, and only the text as a
/// whole, which is wiped, ever holds it.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"
#include "kaibiao/codec/json.h"

namespace kaibiao::codec {

/// What a member is set to before its secret is put: base64 of 32 zero bytes.
Json secret_placeholder();
/// Writes base64 of `secret` over the placeholder of the member. Aborts when it is not there.
void put_secret(SecretBytes& text, std::string_view key, std::span<const std::uint8_t, 32> secret);
/// Takes the secret out and leaves the placeholder. Errors: json_member_missing when no member has a text of that
/// length; base64_malformed. The place is `/key`.
Result<SecretArray<32>> take_secret(SecretBytes& text, std::string_view key);
/// That the member is the placeholder which take_secret left. Errors: json_member_type, and those of reading.
Status read_placeholder(ObjectReader& reader, std::string_view key);

} // namespace kaibiao::codec
