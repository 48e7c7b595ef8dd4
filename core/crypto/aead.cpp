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
    const int status = crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(),
                                                                 sealed.size(), nullptr, 0, nonce.data(), key.data());
    if (status != 0) {
        wipe(out);
        return Error(ErrorCode::decryption_failed);
    }
    return ok();
}

} // namespace kaibiao::crypto
