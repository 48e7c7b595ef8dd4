#pragma once
/// X25519 (RFC 7748), Ed25519 (RFC 8032) and ristretto255 (RFC 9496). Randomness is an argument.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

namespace kaibiao::crypto {

/// X25519(scalar, 9).
ByteArray<32> x25519_public(std::span<const std::uint8_t, 32> scalar);
/// Errors: point_is_identity for an all-zero shared secret.
Result<SecretArray<32>> x25519_shared(std::span<const std::uint8_t, 32> scalar,
                                      std::span<const std::uint8_t, 32> point);

/// Ed25519 with a 32-byte seed.
ByteArray<32> ed25519_public(std::span<const std::uint8_t, 32> seed);
ByteArray<64> ed25519_sign(std::span<const std::uint8_t, 32> seed, ByteView message);
bool ed25519_verify(std::span<const std::uint8_t, 32> public_key, ByteView message,
                    std::span<const std::uint8_t, 64> signature);

/// A canonical ristretto255 element that is not the identity.
class Point {
  public:
    static constexpr std::size_t size = 32;
    /// Errors: point_not_canonical, point_is_identity.
    static Result<Point> decode(std::span<const std::uint8_t, 32> bytes);
    const ByteArray<32>& bytes() const { return bytes_; }
    bool operator==(const Point&) const = default;

  private:
    friend class Scalar;
    friend Result<Point> multiply(const class Scalar& scalar, const Point& point);
    friend Result<Point> multiply_generator(const class Scalar& scalar);
    friend Result<Point> add(const Point& left, const Point& right);
    friend Result<Point> subtract(const Point& left, const Point& right);
    friend Point hash_to_point(std::span<const std::uint8_t, 64> uniform);
    friend class PointSum;
    ByteArray<32> bytes_{};
};

/// An integer modulo the group order q = 2^252 + 27742317777372353535851937790883648493. Wiped when it dies.
class Scalar {
  public:
    /// Little-endian, must be below q. Errors: scalar_not_canonical.
    static Result<Scalar> decode(std::span<const std::uint8_t, 32> bytes);
    /// A small number that is public.
    static Scalar of(std::uint8_t value);
    /// 64 uniform bytes reduced modulo q.
    static Scalar reduce(std::span<const std::uint8_t, 64> uniform);
    Scalar clone() const;
    std::span<const std::uint8_t, 32> bytes() const { return bytes_.view(); }
    bool is_zero() const;
    Scalar plus(const Scalar& other) const;
    Scalar minus(const Scalar& other) const;
    Scalar times(const Scalar& other) const;
    /// Errors: division_by_zero.
    Result<Scalar> inverse() const;

  private:
    SecretArray<32> bytes_;
};

/// All fail with point_is_identity when the result is the identity.
Result<Point> multiply(const Scalar& scalar, const Point& point);
Result<Point> multiply_generator(const Scalar& scalar);
Result<Point> add(const Point& left, const Point& right);
Result<Point> subtract(const Point& left, const Point& right);
/// `multiply` for a result that is a secret: a Diffie–Hellman value. Errors: point_is_identity.
Result<SecretArray<32>> multiply_secret(const Scalar& scalar, const Point& point);

/// A sum on the way, which may be the identity. Multiplication takes the same time for every scalar.
class PointSum {
  public:
    PointSum() = default; ///< the identity
    static PointSum of_generator(const Scalar& scalar);
    static PointSum of(const Scalar& scalar, const Point& point);
    PointSum& add(const Point& point);
    PointSum& add(const PointSum& other);
    PointSum& subtract(const PointSum& other);
    PointSum& multiply(const Scalar& scalar);
    bool operator==(const PointSum&) const = default;
    /// Canonical; 32 zero bytes for the identity.
    const ByteArray<32>& bytes() const { return bytes_; }
    /// Errors: point_is_identity.
    Result<Point> point() const;

  private:
    ByteArray<32> bytes_{};
};

/// RFC 9496 §4.3.4 one-way map; the identity has negligible probability and aborts.
Point hash_to_point(std::span<const std::uint8_t, 64> uniform);

} // namespace kaibiao::crypto
