#include "kaibiao/panel/schnorr.h"

#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

using crypto::Point;
using crypto::Scalar;

Scalar nonce_of(const Scalar& secret, ByteView message) {
    ByteArray<64> wide = crypto::sha512({as_bytes(signature_nonce_label), secret.bytes(), message});
    Scalar nonce = Scalar::reduce(wide);
    wipe(wide);
    return nonce;
}

Scalar challenge(const Point& commitment, const Point& key, ByteView message) {
    return Scalar::reduce(crypto::sha512({as_bytes(signature_label), commitment.bytes(), key.bytes(), message}));
}

} // namespace

Result<Signature> sign(const Scalar& secret, ByteView message) {
    const Scalar nonce = nonce_of(secret, message);
    const auto key = crypto::multiply_generator(secret);
    const auto commitment = crypto::multiply_generator(nonce);
    if (!key.ok() || !commitment.ok()) return Error(ErrorCode::panel_randomness_zero);
    const Scalar response = nonce.plus(challenge(*commitment, *key, message).times(secret));
    Signature signature{};
    std::copy(commitment->bytes().begin(), commitment->bytes().end(), signature.begin());
    std::copy(response.bytes().begin(), response.bytes().end(), signature.begin() + 32);
    return signature;
}

bool verify(const Point& key, ByteView message, const Signature& signature) {
    const std::span<const std::uint8_t, signature_size> bytes(signature);
    const auto response = Scalar::decode(bytes.last<32>());
    const auto commitment = Point::decode(bytes.first<32>());
    if (!response.ok() || !commitment.ok()) return false;
    // z·B = R + c·pk.
    auto right = crypto::PointSum::of(challenge(*commitment, key, message), key);
    return crypto::PointSum::of_generator(*response) == right.add(*commitment);
}

} // namespace kaibiao::panel
