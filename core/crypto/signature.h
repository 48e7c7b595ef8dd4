#pragma once
/// The forms of signatures inside X.509: AlgorithmIdentifier and ECDSA-Sig-Value.

#include "kaibiao/crypto/public_key.h"

namespace kaibiao::crypto {

/// What an AlgorithmIdentifier element names; never fails, it may be unknown.
SignatureAlgorithm read_signature_algorithm(ByteView algorithm_identifier);
/// AlgorithmIdentifier of ecdsa-with-SHA256.
Bytes ecdsa_sha256_identifier();

/// ECDSA-Sig-Value (RFC 3279 §2.2.3) to r ‖ s, each `width` bytes; empty when it is not strict DER or too large.
Bytes ecdsa_der_to_raw(ByteView der, std::size_t width);
Bytes ecdsa_raw_to_der(ByteView raw);

} // namespace kaibiao::crypto
