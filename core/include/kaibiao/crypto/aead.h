#pragma once
/// ChaCha20-Poly1305 (RFC 8439) and XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), both without associated data, as
/// age and COCKTAIL use them.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

namespace kaibiao::crypto {

inline constexpr std::size_t aead_tag_size = 16;
using AeadKey = std::span<const std::uint8_t, 32>;
using AeadNonce = std::span<const std::uint8_t, 12>;
using ExtendedNonce = std::span<const std::uint8_t, 24>;

/// `out` has plain.size() + 16 bytes; `plain` may alias the start of `out`.
void aead_seal(AeadKey key, AeadNonce nonce, ByteView plain, MutableBytes out);
/// `out` has sealed.size() − 16 bytes and may alias the start of `sealed`. Errors: decryption_failed
/// (nothing is written).
Status aead_open(AeadKey key, AeadNonce nonce, ByteView sealed, MutableBytes out);

/// XChaCha20-Poly1305.
Bytes xaead_seal(AeadKey key, ExtendedNonce nonce, ByteView plain);
/// Errors: decryption_failed.
Result<SecretBytes> xaead_open(AeadKey key, ExtendedNonce nonce, ByteView sealed);

} // namespace kaibiao::crypto
