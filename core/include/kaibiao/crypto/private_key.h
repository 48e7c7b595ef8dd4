#pragma once
/// P-256 signing keys: made from entropy, kept as PKCS #8 (RFC 5208, RFC 5915), signing with ECDSA (RFC 6979).

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

namespace kaibiao::crypto {

/// Fresh random bytes that blind the arithmetic against side channels. They never change a signature.
using Blinding = std::span<const std::uint8_t, 32>;

class PrivateKey {
  public:
    static constexpr std::size_t entropy_size = 64;
    /// FIPS 186-5 A.2.1 ("extra random bits") on 64 fresh random bytes.
    static PrivateKey generate(std::span<const std::uint8_t, entropy_size> entropy);
    /// A big-endian scalar d with 0 < d < n. Errors: private_key_malformed.
    static Result<PrivateKey> from_scalar(std::span<const std::uint8_t, 32> scalar);
    PrivateKey clone() const;

    std::span<const std::uint8_t, 32> scalar() const { return scalar_.view(); }
    /// 04 ‖ x ‖ y
    const ByteArray<65>& public_point() const { return point_; }
    Bytes spki() const;

    /// Deterministic ECDSA with SHA-256; r ‖ s as in JWS ES256.
    ByteArray<64> sign_es256(ByteView message, Blinding blinding) const;
    /// The same signature as an ECDSA-Sig-Value in DER, as X.509 wants it.
    Bytes sign_der(ByteView message, Blinding blinding) const;

  private:
    PrivateKey() = default;
    SecretArray<32> scalar_;
    ByteArray<65> point_{};
};

/// PrivateKeyInfo in DER, unencrypted, with the public key inside as OpenSSL writes it.
SecretBytes encode_pkcs8(const PrivateKey& key);
/// Refuses other curves, a public key that does not fit, anything but DER. Errors: private_key_malformed.
Result<PrivateKey> decode_pkcs8(ByteView der);

/// How a key file is locked: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC (RFC 8018).
struct Pkcs8Lock {
    static constexpr std::uint32_t least_iterations = 210'000;
    static constexpr std::uint32_t most_iterations = 10'000'000;
    std::uint32_t iterations = least_iterations;
    ByteArray<16> salt{}; ///< fresh random
    ByteArray<16> iv{};   ///< fresh random
};
/// EncryptedPrivateKeyInfo in DER. Fewer iterations than `least_iterations` abort.
Bytes encrypt_pkcs8(const PrivateKey& key, ByteView passphrase, const Pkcs8Lock& lock);
/// Reads PBES2 with PBKDF2-HMAC-SHA-256 and AES-128/192/256-CBC, any iteration count from 1 to `most_iterations`,
/// such as OpenSSL writes. Errors: private_key_malformed, private_key_passphrase_wrong.
Result<PrivateKey> decrypt_pkcs8(ByteView der, ByteView passphrase);

/// PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2); fills `out`.
void pbkdf2_sha256(ByteView passphrase, ByteView salt, std::uint32_t iterations, MutableBytes out);

} // namespace kaibiao::crypto
