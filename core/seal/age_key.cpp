#include "kaibiao/seal/age_key.h"

#include "kaibiao/crypto/aead.h"
#include "kaibiao/crypto/hash.h"

namespace kaibiao::seal {

namespace {
/// Safe because every wrapping key is derived for one file key only.
constexpr ByteArray<12> zero_nonce{};
} // namespace

PayloadKey derive_payload_key(const FileKey& file_key, std::span<const std::uint8_t, age_nonce_size> nonce) {
    return crypto::hkdf_sha256_key(file_key.view(), nonce, as_bytes(age_payload_key_label));
}

Digest header_mac(const FileKey& file_key, ByteView header_to_mark) {
    const SecretArray<32> key = crypto::hkdf_sha256_key(file_key.view(), {}, as_bytes(age_header_key_label));
    return crypto::hmac_sha256(key.view(), header_to_mark);
}

Bytes wrap_file_key(std::span<const std::uint8_t, 32> wrap_key, const FileKey& file_key) {
    Bytes body(age_wrapped_key_size);
    crypto::aead_seal(wrap_key, zero_nonce, file_key.view(), body);
    return body;
}

Result<FileKey> unwrap_file_key(std::span<const std::uint8_t, 32> wrap_key, ByteView body) {
    if (body.size() != age_wrapped_key_size) return Error(ErrorCode::decryption_failed);
    FileKey file_key;
    TRY(crypto::aead_open(wrap_key, zero_nonce, body, file_key.data()));
    return file_key;
}

} // namespace kaibiao::seal
