#pragma once
/// SHA-256, SHA-512, HMAC and HKDF (FIPS 180-4, RFC 2104, RFC 5869).

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/secret.h"

#include <initializer_list>
#include <memory>

namespace kaibiao::crypto {

/// Incremental SHA-256. Copyable: a copy continues from the same state.
class Sha256 {
  public:
    Sha256();
    Sha256(const Sha256& other);
    Sha256& operator=(const Sha256& other);
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();
    Sha256& update(ByteView bytes);
    Sha256& update(std::string_view text) { return update(as_bytes(text)); }
    /// The object may not be used afterwards.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest sha256(ByteView bytes);
/// SHA-256 of the concatenation.
Digest sha256(std::initializer_list<ByteView> parts);
ByteArray<64> sha512(std::initializer_list<ByteView> parts);

/// HMAC-SHA-256 over `message`.
Digest hmac_sha256(ByteView key, ByteView message);
/// HKDF-SHA-256, at most 8160 bytes out.
void hkdf_sha256(ByteView input_key, ByteView salt, ByteView info, MutableBytes out);
SecretArray<32> hkdf_sha256_key(ByteView input_key, ByteView salt, ByteView info);

/// Constant time for equal lengths; different lengths are unequal.
bool equal_constant_time(ByteView left, ByteView right);

} // namespace kaibiao::crypto
