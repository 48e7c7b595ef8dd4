#pragma once
/// Owners of Mbed TLS contexts, and its curve and blinding source in our terms.

#include "kaibiao/base/secret.h"

#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>
#include <mbedtls/rsa.h>

#include <cstdlib>

namespace kaibiao::crypto {

template <typename T, void (*Init)(T*), void (*Free)(T*)> class Owned {
  public:
    Owned() { Init(&value_); }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() { Free(&value_); }
    T* get() { return &value_; }

  private:
    T value_;
};

using Mpi = Owned<mbedtls_mpi, mbedtls_mpi_init, mbedtls_mpi_free>;
using EcPoint = Owned<mbedtls_ecp_point, mbedtls_ecp_point_init, mbedtls_ecp_point_free>;
using EcGroup = Owned<mbedtls_ecp_group, mbedtls_ecp_group_init, mbedtls_ecp_group_free>;
using Rsa = Owned<mbedtls_rsa_context, mbedtls_rsa_init, mbedtls_rsa_free>;

/// For calls that can only fail for lack of memory or by a mistake of ours.
inline void must_succeed(int status) {
    if (status != 0) std::abort();
}

/// Mbed TLS asks for randomness while it works on secrets; this stretches 32 bytes from the caller (ChaCha20).
class BlindingSource {
  public:
    explicit BlindingSource(std::span<const std::uint8_t, 32> seed) : seed_(SecretArray<32>::copy_of(seed)) {}
    /// An mbedtls_f_rng_t; `source` is a BlindingSource.
    static int fill(void* source, unsigned char* out, std::size_t size);

  private:
    SecretArray<32> seed_;
    std::uint32_t calls_ = 0;
};

} // namespace kaibiao::crypto
