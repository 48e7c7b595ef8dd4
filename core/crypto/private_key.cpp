#include "kaibiao/crypto/private_key.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/public_key.h"
#include "mbedtls_types.h"
#include "signature.h"

namespace kaibiao::crypto {

namespace {

/// Whether 0 < scalar < n; for a valid scalar `point` becomes scalar·G.
bool derive_point(std::span<const std::uint8_t, 32> scalar, ByteArray<65>& point) {
    EcGroup group;
    Mpi d;
    EcPoint q;
    must_succeed(mbedtls_ecp_group_load(group.get(), MBEDTLS_ECP_DP_SECP256R1));
    must_succeed(mbedtls_mpi_read_binary(d.get(), scalar.data(), scalar.size()));
    if (mbedtls_ecp_check_privkey(group.get(), d.get()) != 0) return false;
    BlindingSource blinding(hkdf_sha256_key(scalar, {}, as_bytes("kaibiao/p256/blinding")).view());
    must_succeed(mbedtls_ecp_mul(group.get(), q.get(), d.get(), &group.get()->G, BlindingSource::fill, &blinding));
    std::size_t written = 0;
    must_succeed(mbedtls_ecp_point_write_binary(group.get(), q.get(), MBEDTLS_ECP_PF_UNCOMPRESSED, &written,
                                                point.data(), point.size()));
    return true;
}

} // namespace

PrivateKey PrivateKey::generate(std::span<const std::uint8_t, entropy_size> entropy) {
    // Each half is below n except with probability 2^-32, so both fail with probability 2^-64.
    auto key = from_scalar(entropy.first<32>());
    if (!key) key = from_scalar(entropy.last<32>());
    return std::move(key).value();
}

Result<PrivateKey> PrivateKey::from_scalar(std::span<const std::uint8_t, 32> scalar) {
    PrivateKey key;
    if (!derive_point(scalar, key.point_))
        return Error(ErrorCode::private_key_malformed, {}, "the scalar is out of range");
    key.scalar_ = SecretArray<32>::copy_of(scalar);
    return key;
}

PrivateKey PrivateKey::clone() const {
    PrivateKey copy;
    copy.scalar_ = scalar_.clone();
    copy.point_ = point_;
    return copy;
}

Bytes PrivateKey::spki() const { return p256_spki(point_); }

ByteArray<64> PrivateKey::sign_es256(ByteView message, Blinding blinding) const {
    EcGroup group;
    Mpi d;
    Mpi r;
    Mpi s;
    must_succeed(mbedtls_ecp_group_load(group.get(), MBEDTLS_ECP_DP_SECP256R1));
    must_succeed(mbedtls_mpi_read_binary(d.get(), scalar_.view().data(), scalar_.size()));
    const Digest digest = sha256(message);
    BlindingSource source(blinding);
    must_succeed(mbedtls_ecdsa_sign_det_ext(group.get(), r.get(), s.get(), d.get(), digest.data(), digest.size(),
                                            MBEDTLS_MD_SHA256, BlindingSource::fill, &source));
    ByteArray<64> signature{};
    must_succeed(mbedtls_mpi_write_binary(r.get(), signature.data(), 32));
    must_succeed(mbedtls_mpi_write_binary(s.get(), signature.data() + 32, 32));
    return signature;
}

Bytes PrivateKey::sign_der(ByteView message, Blinding blinding) const {
    return ecdsa_raw_to_der(sign_es256(message, blinding));
}

} // namespace kaibiao::crypto
