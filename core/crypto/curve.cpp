#include "kaibiao/crypto/curve.h"

#include "sodium_ready.h"

#include <algorithm>

namespace kaibiao::crypto {

namespace {

// Both generators are multiplied like any other point. libsodium's functions for them are faster and bring 30 KB of
// multiples that no compression makes smaller, into a core that a browser has to load.
constexpr ByteArray<32> x25519_generator = {9}; // RFC 7748 §4.1
constexpr ByteArray<32> ristretto_generator = {
    0xe2, 0xf2, 0xae, 0x0a, 0x6a, 0xbc, 0x4e, 0x71, 0xa8, 0x84, 0xa9, 0x61, 0xc5, 0x00, 0x51, 0x5f,
    0x58, 0xe3, 0x0b, 0x6a, 0xa5, 0x82, 0xdd, 0x8d, 0xb6, 0xa6, 0x59, 0x45, 0xe0, 0x8d, 0x2d, 0x76}; // RFC 9496 §A.1

} // namespace

ByteArray<32> x25519_public(std::span<const std::uint8_t, 32> scalar) {
    ensure_sodium();
    ByteArray<32> out{};
    if (crypto_scalarmult(out.data(), scalar.data(), x25519_generator.data()) != 0)
        std::abort(); // no clamped scalar gives 0
    return out;
}

Result<SecretArray<32>> x25519_shared(std::span<const std::uint8_t, 32> scalar,
                                      std::span<const std::uint8_t, 32> point) {
    ensure_sodium();
    SecretArray<32> out;
    if (crypto_scalarmult(out.data().data(), scalar.data(), point.data()) != 0)
        return Error(ErrorCode::point_is_identity);
    return out;
}

namespace {

/// libsodium's 64-byte secret key is seed ‖ public key.
struct ExpandedKey {
    ByteArray<32> public_key{};
    SecretArray<64> secret;
    explicit ExpandedKey(std::span<const std::uint8_t, 32> seed) {
        ensure_sodium();
        crypto_sign_seed_keypair(public_key.data(), secret.data().data(), seed.data());
    }
};

} // namespace

ByteArray<32> ed25519_public(std::span<const std::uint8_t, 32> seed) { return ExpandedKey(seed).public_key; }

ByteArray<64> ed25519_sign(std::span<const std::uint8_t, 32> seed, ByteView message) {
    const ExpandedKey key(seed);
    ByteArray<64> signature{};
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), key.secret.view().data());
    return signature;
}

bool ed25519_verify(std::span<const std::uint8_t, 32> public_key, ByteView message,
                    std::span<const std::uint8_t, 64> signature) {
    ensure_sodium();
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), public_key.data()) == 0;
}

Result<Point> Point::decode(std::span<const std::uint8_t, 32> bytes) {
    ensure_sodium();
    if (sodium_is_zero(bytes.data(), bytes.size()) == 1) return Error(ErrorCode::point_is_identity);
    // libsodium 1.0.18 does not look at the highest bit, with which every element would have a second encoding.
    if ((bytes[31] & 0x80) != 0 || crypto_core_ristretto255_is_valid_point(bytes.data()) != 1)
        return Error(ErrorCode::point_not_canonical);
    Point point;
    std::copy(bytes.begin(), bytes.end(), point.bytes_.begin());
    return point;
}

Result<Scalar> Scalar::decode(std::span<const std::uint8_t, 32> bytes) {
    ensure_sodium();
    // A canonical scalar is its own reduction.
    SecretArray<64> wide;
    std::copy(bytes.begin(), bytes.end(), wide.data().begin());
    Scalar scalar = reduce(wide.view());
    if (sodium_memcmp(scalar.bytes().data(), bytes.data(), 32) != 0) return Error(ErrorCode::scalar_not_canonical);
    return scalar;
}

Scalar Scalar::of(std::uint8_t value) {
    Scalar scalar;
    scalar.bytes_.data()[0] = value;
    return scalar;
}

Scalar Scalar::reduce(std::span<const std::uint8_t, 64> uniform) {
    ensure_sodium();
    Scalar scalar;
    crypto_core_ristretto255_scalar_reduce(scalar.bytes_.data().data(), uniform.data());
    return scalar;
}

Scalar Scalar::clone() const {
    Scalar copy;
    copy.bytes_ = bytes_.clone();
    return copy;
}

bool Scalar::is_zero() const { return sodium_is_zero(bytes_.view().data(), 32) == 1; }

Scalar Scalar::plus(const Scalar& other) const {
    Scalar out;
    crypto_core_ristretto255_scalar_add(out.bytes_.data().data(), bytes().data(), other.bytes().data());
    return out;
}

Scalar Scalar::minus(const Scalar& other) const {
    Scalar out;
    crypto_core_ristretto255_scalar_sub(out.bytes_.data().data(), bytes().data(), other.bytes().data());
    return out;
}

Scalar Scalar::times(const Scalar& other) const {
    Scalar out;
    crypto_core_ristretto255_scalar_mul(out.bytes_.data().data(), bytes().data(), other.bytes().data());
    return out;
}

Result<Scalar> Scalar::inverse() const {
    Scalar out;
    if (crypto_core_ristretto255_scalar_invert(out.bytes_.data().data(), bytes().data()) != 0)
        return Error(ErrorCode::division_by_zero);
    return out;
}

Result<Point> multiply(const Scalar& scalar, const Point& point) {
    ensure_sodium();
    Point out;
    if (crypto_scalarmult_ristretto255(out.bytes_.data(), scalar.bytes().data(), point.bytes_.data()) != 0)
        return Error(ErrorCode::point_is_identity);
    return out;
}

Result<SecretArray<32>> multiply_secret(const Scalar& scalar, const Point& point) {
    ensure_sodium();
    SecretArray<32> out;
    if (crypto_scalarmult_ristretto255(out.data().data(), scalar.bytes().data(), point.bytes().data()) != 0)
        return Error(ErrorCode::point_is_identity);
    return out;
}

Result<Point> multiply_generator(const Scalar& scalar) {
    ensure_sodium();
    Point out;
    if (crypto_scalarmult_ristretto255(out.bytes_.data(), scalar.bytes().data(), ristretto_generator.data()) != 0)
        return Error(ErrorCode::point_is_identity);
    return out;
}

namespace {

using PointOperation = int (*)(unsigned char*, const unsigned char*, const unsigned char*);

Status combine(PointOperation operation, ByteArray<32>& out, const ByteArray<32>& left, const ByteArray<32>& right) {
    ensure_sodium();
    if (operation(out.data(), left.data(), right.data()) != 0) std::abort(); // both are valid points already
    if (sodium_is_zero(out.data(), out.size()) == 1) return Error(ErrorCode::point_is_identity);
    return ok();
}

} // namespace

Result<Point> add(const Point& left, const Point& right) {
    Point out;
    TRY(combine(crypto_core_ristretto255_add, out.bytes_, left.bytes_, right.bytes_));
    return out;
}

Result<Point> subtract(const Point& left, const Point& right) {
    Point out;
    TRY(combine(crypto_core_ristretto255_sub, out.bytes_, left.bytes_, right.bytes_));
    return out;
}

// The points are valid, so that libsodium's −1 only says that the product is the identity.
PointSum PointSum::of_generator(const Scalar& scalar) {
    ensure_sodium();
    PointSum sum;
    sum.bytes_ = ristretto_generator;
    return sum.multiply(scalar);
}

PointSum PointSum::of(const Scalar& scalar, const Point& point) {
    PointSum sum;
    sum.bytes_ = point.bytes();
    return sum.multiply(scalar);
}

PointSum& PointSum::add(const Point& point) {
    PointSum other;
    other.bytes_ = point.bytes();
    return add(other);
}

PointSum& PointSum::add(const PointSum& other) {
    ensure_sodium();
    if (crypto_core_ristretto255_add(bytes_.data(), bytes_.data(), other.bytes_.data()) != 0) std::abort();
    return *this;
}

PointSum& PointSum::subtract(const PointSum& other) {
    ensure_sodium();
    if (crypto_core_ristretto255_sub(bytes_.data(), bytes_.data(), other.bytes_.data()) != 0) std::abort();
    return *this;
}

PointSum& PointSum::multiply(const Scalar& scalar) {
    ensure_sodium();
    const ByteArray<32> from = bytes_;
    if (crypto_scalarmult_ristretto255(bytes_.data(), scalar.bytes().data(), from.data()) != 0) bytes_.fill(0);
    return *this;
}

Result<Point> PointSum::point() const {
    if (sodium_is_zero(bytes_.data(), bytes_.size()) == 1) return Error(ErrorCode::point_is_identity);
    Point point;
    point.bytes_ = bytes_;
    return point;
}

Point hash_to_point(std::span<const std::uint8_t, 64> uniform) {
    ensure_sodium();
    Point out;
    crypto_core_ristretto255_from_hash(out.bytes_.data(), uniform.data());
    if (sodium_is_zero(out.bytes_.data(), 32) == 1) std::abort();
    return out;
}

} // namespace kaibiao::crypto
