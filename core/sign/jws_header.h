#pragma once
/// The protected header {alg, typ, x5c} of our JWS.

#include "kaibiao/sign/jws.h"

namespace kaibiao::sign {

struct JwsHeader {
    JwsAlgorithm algorithm = JwsAlgorithm::es256;
    std::string purpose;
    std::vector<crypto::Certificate> chain;
};

/// Strict canonical JSON. Errors: as parse_jws.
Result<JwsHeader> parse_jws_header(ByteView text);
/// The header of an ES256 signature.
std::string encode_jws_header(std::string_view purpose, std::span<const Bytes> x5c);

/// Lowercase letters and digits, inner hyphens, 1 to longest_purpose characters.
bool is_purpose(std::string_view text);

} // namespace kaibiao::sign
