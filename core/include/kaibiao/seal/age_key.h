#pragma once
/// The two symmetric keys of an age file. A file key is used for one file only.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"
#include "kaibiao/seal/age_format.h"

namespace kaibiao::seal {

using FileKey = SecretArray<age_file_key_size>;
using PayloadKey = SecretArray<32>;
using AgeNonce = ByteArray<age_nonce_size>;

PayloadKey derive_payload_key(const FileKey& file_key, std::span<const std::uint8_t, age_nonce_size> nonce);
/// HMAC of the header up to and including `---`.
Digest header_mac(const FileKey& file_key, ByteView header_to_mark);

/// A file key under a wrapping key: ChaCha20-Poly1305 with the zero nonce.
Bytes wrap_file_key(std::span<const std::uint8_t, 32> wrap_key, const FileKey& file_key);
/// `body` has 32 bytes. Errors: decryption_failed.
Result<FileKey> unwrap_file_key(std::span<const std::uint8_t, 32> wrap_key, ByteView body);

} // namespace kaibiao::seal
