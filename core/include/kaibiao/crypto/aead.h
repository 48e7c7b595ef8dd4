#pragma once
/// ChaCha20-Poly1305 (RFC 8439) without associated data, as age uses it.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

namespace kaibiao::crypto {

inline constexpr std::size_t aead_tag_size = 16;
using AeadKey = std::span<const std::uint8_t, 32>;
using AeadNonce = std::span<const std::uint8_t, 12>;

/// `out` has plain.size() + 16 bytes; `plain` may alias the start of `out`.
void aead_seal(AeadKey key, AeadNonce nonce, ByteView plain, MutableBytes out);
/// `out` has sealed.size() − 16 bytes and may alias the start of `sealed`. Errors: decryption_failed
/// (nothing is written).
Status aead_open(AeadKey key, AeadNonce nonce, ByteView sealed, MutableBytes out);

} // namespace kaibiao::crypto
