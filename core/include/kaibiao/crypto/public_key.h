#pragma once
/// Public keys of other people (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7) and the verification of their signatures.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

namespace kaibiao::crypto {

enum class KeyKind : std::uint8_t {
    p256,        ///< `point` is 04 ‖ x ‖ y, on the curve
    p384,        ///< the same with 48-byte coordinates
    rsa,         ///< `modulus`, `exponent`
    ed25519,     ///< `point` is the 32-byte key of RFC 8032
    unsupported, ///< well-formed, but an algorithm or curve that is not verified here (SM2, P-521 …)
};

struct PublicKey {
    KeyKind kind = KeyKind::unsupported;
    int bits = 0; ///< of the field or modulus; 0 when unsupported
    Bytes point;
    Bytes modulus;  ///< big-endian, no leading zero
    Bytes exponent; ///< big-endian, no leading zero
    Bytes spki;     ///< the DER it was read from
};

/// Strict DER. An EC point off its curve is refused. Errors: key_malformed.
Result<PublicKey> parse_public_key(ByteView spki);
/// SubjectPublicKeyInfo of an uncompressed P-256 point.
Bytes p256_spki(std::span<const std::uint8_t, 65> point);
/// SHA-256 of the SubjectPublicKeyInfo: how a key is named everywhere.
Digest key_hash(const PublicKey& key);

/// AlgorithmIdentifiers of X.509 signatures.
enum class SignatureAlgorithm : std::uint8_t {
    ecdsa_sha256,
    ecdsa_sha384,
    ecdsa_sha512,
    rsa_sha256, ///< PKCS #1 v1.5
    rsa_sha384,
    rsa_sha512,
    rsa_pss_sha256, ///< MGF1 with the same hash, salt as long as the hash
    rsa_pss_sha384,
    rsa_pss_sha512,
    ed25519,
    weak,    ///< MD2, MD4, MD5, SHA-1, SHA-224 under RSA or ECDSA: recognised and never verified
    unknown, ///< SM2 with SM3, P-521 hashes of other sizes …
};

/// Verifies an X.509 signature; ECDSA signatures are strict DER. False for a key of another kind, and always for
/// `weak` and `unknown`.
bool verify_signature(const PublicKey& key, SignatureAlgorithm algorithm, ByteView message, ByteView signature);

/// JWS forms (RFC 7518 §3, RFC 8037): ECDSA as r ‖ s of exactly 64 (ES256) or 96 (ES384) bytes with 0 < r, s < n.
/// False for a key of another kind.
bool verify_es256(const PublicKey& key, ByteView message, ByteView signature);
bool verify_es384(const PublicKey& key, ByteView message, ByteView signature);
bool verify_rs256(const PublicKey& key, ByteView message, ByteView signature);
bool verify_ps256(const PublicKey& key, ByteView message, ByteView signature);
bool verify_eddsa(const PublicKey& key, ByteView message, ByteView signature);

} // namespace kaibiao::crypto
