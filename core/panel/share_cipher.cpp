#include "share_cipher.h"

#include "kaibiao/crypto/aead.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/panel_format.h"
#include "little_endian.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

Result<SecretArray<64>> both(const crypto::Scalar& first, const crypto::Point& first_point,
                             const crypto::Scalar& second, const crypto::Point& second_point) {
    TRY_ASSIGN(const SecretArray<32> ephemeral, crypto::multiply_secret(first, first_point));
    TRY_ASSIGN(const SecretArray<32> fixed, crypto::multiply_secret(second, second_point));
    SecretArray<64> out;
    std::copy(ephemeral.view().begin(), ephemeral.view().end(), out.data().begin());
    std::copy(fixed.view().begin(), fixed.view().end(), out.data().begin() + 32);
    return out;
}

/// H6: the first 32 bytes are the key, the next 24 the nonce.
SecretArray<64> key_and_nonce(const ShareRoute& route, const SecretArray<64>& secret) {
    const Session& session = route.session;
    Bytes length;
    append_u64_le(length, session.context().size());
    ByteArray<64> hash = crypto::sha512({as_bytes(share_key_label), secret.view(), route.ephemeral.bytes(),
                                         session.static_key(route.sender).bytes(),
                                         session.static_key(route.recipient).bytes(), length, session.context()});
    auto out = SecretArray<64>::copy_of(hash);
    wipe(hash);
    return out;
}

} // namespace

Result<SecretArray<64>> secret_of_sender(const ShareRoute& route, const crypto::Scalar& ephemeral_secret,
                                         const crypto::Scalar& static_secret) {
    const crypto::Point& key = route.session.static_key(route.recipient);
    return both(ephemeral_secret, key, static_secret, key);
}

Result<SecretArray<64>> secret_of_recipient(const ShareRoute& route, const crypto::Scalar& static_secret) {
    return both(static_secret, route.ephemeral, static_secret, route.session.static_key(route.sender));
}

Bytes seal_share(const ShareRoute& route, const SecretArray<64>& secret, const SecretBytes& plain) {
    const SecretArray<64> derived = key_and_nonce(route, secret);
    return crypto::xaead_seal(derived.view().first<32>(), derived.view().subspan<32, 24>(), plain.view());
}

Result<SecretBytes> open_share(const ShareRoute& route, const SecretArray<64>& secret, ByteView sealed) {
    const SecretArray<64> derived = key_and_nonce(route, secret);
    auto plain = crypto::xaead_open(derived.view().first<32>(), derived.view().subspan<32, 24>(), sealed);
    if (!plain.ok()) return Error(ErrorCode::panel_decryption_failed);
    return plain;
}

} // namespace kaibiao::panel
