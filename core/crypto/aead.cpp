#include "kaibiao/crypto/aead.h"

#include "sodium_ready.h"

namespace kaibiao::crypto {

void aead_seal(AeadKey key, AeadNonce nonce, ByteView plain, MutableBytes out) {
    ensure_sodium();
    if (out.size() != plain.size() + aead_tag_size) std::abort();
    crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(), nullptr, 0, nullptr,
                                              nonce.data(), key.data());
}

Status aead_open(AeadKey key, AeadNonce nonce, ByteView sealed, MutableBytes out) {
    ensure_sodium();
    if (sealed.size() < aead_tag_size) return Error(ErrorCode::decryption_failed);
    if (out.size() != sealed.size() - aead_tag_size) std::abort();
    // Verified before anything is written, so that an in-place caller keeps the ciphertext of a failure.
    const ByteView cipher = sealed.first(out.size());
    const int status = crypto_aead_chacha20poly1305_ietf_decrypt_detached(nullptr, nullptr, cipher.data(),
                                                                          cipher.size(), sealed.data() + cipher.size(),
                                                                          nullptr, 0, nonce.data(), key.data());
    if (status != 0) return Error(ErrorCode::decryption_failed);
    // RFC 8439 §2.8: block 0 of the key stream made the Poly1305 key.
    crypto_stream_chacha20_ietf_xor_ic(out.data(), cipher.data(), cipher.size(), nonce.data(), 1, key.data());
    return ok();
}

Bytes xaead_seal(AeadKey key, ExtendedNonce nonce, ByteView plain) {
    ensure_sodium();
    Bytes out(plain.size() + aead_tag_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(), nullptr, 0, nullptr,
                                               nonce.data(), key.data());
    return out;
}

Result<SecretBytes> xaead_open(AeadKey key, ExtendedNonce nonce, ByteView sealed) {
    ensure_sodium();
    if (sealed.size() < aead_tag_size) return Error(ErrorCode::decryption_failed);
    SecretBytes plain(sealed.size() - aead_tag_size);
    const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data().data(), nullptr, nullptr, sealed.data(),
                                                                  sealed.size(), nullptr, 0, nonce.data(), key.data());
    if (status != 0) return Error(ErrorCode::decryption_failed);
    return plain;
}

} // namespace kaibiao::crypto
