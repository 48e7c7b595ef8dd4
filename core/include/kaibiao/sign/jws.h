#pragma once
/// Signed messages: flattened JWS (RFC 7515 §7.2.2) whose protected header is exactly {alg, typ, x5c}.
/// The text is canonical JSON, so one message has one text; what was signed are the stored bytes.

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/private_key.h"
#include "kaibiao/sign/jws_format.h"

#include <string>

namespace kaibiao::sign {

enum class JwsAlgorithm : std::uint8_t { es256, eddsa, rs256, ps256 };

struct Jws {
    JwsAlgorithm algorithm = JwsAlgorithm::es256;
    std::string purpose;                    ///< from typ
    std::vector<crypto::Certificate> chain; ///< x5c, leaf first, 1 to 5, read but not yet trusted
    Bytes payload;
    std::string signing_input; ///< BASE64URL(protected) "." BASE64URL(payload), as received
    Bytes signature;
};

/// Strict: canonical JSON inside and out, exact members, canonical unpadded base64url, known algorithm.
/// Errors: jws_malformed, jws_algorithm_refused (`none` too), jws_type_wrong when typ is not ours,
/// certificate_malformed.
Result<Jws> parse_jws(ByteView text);

/// Checks purpose, that the algorithm fits the leaf's key, and the signature. The chain is still to be validated
/// (sign/chain.h). Errors: jws_type_wrong, jws_key_mismatch, jws_signature_wrong.
Status verify_jws_signature(const Jws& jws, std::string_view expected_purpose);

/// Signs with ES256. `x5c` is the DER of the chain, leaf first. Errors: jws_key_mismatch when the leaf is not for
/// `key`, certificate_malformed, jws_malformed for a purpose or chain that parse_jws would refuse.
Result<std::string> sign_jws(ByteView payload, std::string_view purpose, std::span<const Bytes> x5c,
                             const crypto::PrivateKey& key, crypto::Blinding blinding);

} // namespace kaibiao::sign
