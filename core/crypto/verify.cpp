#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/public_key.h"
#include "mbedtls_types.h"
#include "signature.h"

#include <mbedtls/sha512.h>

namespace kaibiao::crypto {

namespace {

struct Hashed {
    mbedtls_md_type_t kind;
    Bytes digest;
};

Hashed hash_sha256(ByteView message) {
    const Digest digest = sha256(message);
    return {MBEDTLS_MD_SHA256, Bytes(digest.begin(), digest.end())};
}

Hashed hash_sha384(ByteView message) {
    Bytes digest(48);
    must_succeed(mbedtls_sha512(message.data(), message.size(), digest.data(), 1));
    return {MBEDTLS_MD_SHA384, std::move(digest)};
}

Hashed hash_sha512(ByteView message) {
    const ByteArray<64> digest = sha512({message});
    return {MBEDTLS_MD_SHA512, Bytes(digest.begin(), digest.end())};
}

/// r ‖ s of exactly twice the field's size; Mbed TLS refuses zero and anything not below n.
bool verify_ecdsa(const PublicKey& key, const Hashed& hashed, ByteView raw) {
    const std::size_t width = static_cast<std::size_t>(key.bits) / 8;
    if (raw.size() != 2 * width) return false;
    EcGroup group;
    EcPoint q;
    Mpi r;
    Mpi s;
    must_succeed(mbedtls_ecp_group_load(group.get(), key.kind == KeyKind::p256 ? MBEDTLS_ECP_DP_SECP256R1
                                                                               : MBEDTLS_ECP_DP_SECP384R1));
    must_succeed(mbedtls_ecp_point_read_binary(group.get(), q.get(), key.point.data(), key.point.size()));
    must_succeed(mbedtls_mpi_read_binary(r.get(), raw.data(), width));
    must_succeed(mbedtls_mpi_read_binary(s.get(), raw.data() + width, width));
    return mbedtls_ecdsa_verify(group.get(), hashed.digest.data(), hashed.digest.size(), q.get(), r.get(), s.get()) ==
           0;
}

bool is_ec(const PublicKey& key) { return key.kind == KeyKind::p256 || key.kind == KeyKind::p384; }

bool verify_ecdsa_der(const PublicKey& key, const Hashed& hashed, ByteView der) {
    return is_ec(key) && verify_ecdsa(key, hashed, ecdsa_der_to_raw(der, static_cast<std::size_t>(key.bits) / 8));
}

enum class RsaPadding : std::uint8_t { pkcs1, pss };

bool verify_rsa(const PublicKey& key, const Hashed& hashed, ByteView signature, RsaPadding padding) {
    if (key.kind != KeyKind::rsa || signature.size() != key.modulus.size()) return false;
    Rsa rsa;
    must_succeed(mbedtls_rsa_import_raw(rsa.get(), key.modulus.data(), key.modulus.size(), nullptr, 0, nullptr, 0,
                                        nullptr, 0, key.exponent.data(), key.exponent.size()));
    if (mbedtls_rsa_complete(rsa.get()) != 0 || mbedtls_rsa_check_pubkey(rsa.get()) != 0) return false;
    const auto size = static_cast<unsigned>(hashed.digest.size());
    if (padding == RsaPadding::pkcs1) {
        return mbedtls_rsa_rsassa_pkcs1_v15_verify(rsa.get(), hashed.kind, size, hashed.digest.data(),
                                                   signature.data()) == 0;
    }
    return mbedtls_rsa_rsassa_pss_verify_ext(rsa.get(), hashed.kind, size, hashed.digest.data(), hashed.kind,
                                             static_cast<int>(size), signature.data()) == 0;
}

} // namespace

bool verify_signature(const PublicKey& key, SignatureAlgorithm algorithm, ByteView message, ByteView signature) {
    switch (algorithm) {
    case SignatureAlgorithm::ecdsa_sha256: return verify_ecdsa_der(key, hash_sha256(message), signature);
    case SignatureAlgorithm::ecdsa_sha384: return verify_ecdsa_der(key, hash_sha384(message), signature);
    case SignatureAlgorithm::ecdsa_sha512: return verify_ecdsa_der(key, hash_sha512(message), signature);
    case SignatureAlgorithm::rsa_sha256: return verify_rsa(key, hash_sha256(message), signature, RsaPadding::pkcs1);
    case SignatureAlgorithm::rsa_sha384: return verify_rsa(key, hash_sha384(message), signature, RsaPadding::pkcs1);
    case SignatureAlgorithm::rsa_sha512: return verify_rsa(key, hash_sha512(message), signature, RsaPadding::pkcs1);
    case SignatureAlgorithm::rsa_pss_sha256: return verify_rsa(key, hash_sha256(message), signature, RsaPadding::pss);
    case SignatureAlgorithm::rsa_pss_sha384: return verify_rsa(key, hash_sha384(message), signature, RsaPadding::pss);
    case SignatureAlgorithm::rsa_pss_sha512: return verify_rsa(key, hash_sha512(message), signature, RsaPadding::pss);
    case SignatureAlgorithm::ed25519: return verify_eddsa(key, message, signature);
    case SignatureAlgorithm::weak:
    case SignatureAlgorithm::unknown: return false;
    }
    return false;
}

bool verify_es256(const PublicKey& key, ByteView message, ByteView signature) {
    return key.kind == KeyKind::p256 && verify_ecdsa(key, hash_sha256(message), signature);
}

bool verify_es384(const PublicKey& key, ByteView message, ByteView signature) {
    return key.kind == KeyKind::p384 && verify_ecdsa(key, hash_sha384(message), signature);
}

bool verify_rs256(const PublicKey& key, ByteView message, ByteView signature) {
    return verify_rsa(key, hash_sha256(message), signature, RsaPadding::pkcs1);
}

bool verify_ps256(const PublicKey& key, ByteView message, ByteView signature) {
    return verify_rsa(key, hash_sha256(message), signature, RsaPadding::pss);
}

bool verify_eddsa(const PublicKey& key, ByteView message, ByteView signature) {
    if (key.kind != KeyKind::ed25519 || signature.size() != 64 || key.point.size() != 32) return false;
    return ed25519_verify(ByteView(key.point).first<32>(), message, signature.first<64>());
}

} // namespace kaibiao::crypto
