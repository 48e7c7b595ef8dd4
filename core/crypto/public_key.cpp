#include "kaibiao/crypto/public_key.h"

#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/hash.h"
#include "mbedtls_types.h"
#include "oid.h"

namespace kaibiao::crypto {

namespace {

constexpr std::size_t largest_modulus = 8192 / 8;

bool is_on_curve(mbedtls_ecp_group_id curve, ByteView point) {
    EcGroup group;
    EcPoint q;
    must_succeed(mbedtls_ecp_group_load(group.get(), curve));
    return mbedtls_ecp_point_read_binary(group.get(), q.get(), point.data(), point.size()) == 0 &&
           mbedtls_ecp_check_pubkey(group.get(), q.get()) == 0;
}

Status read_ec_key(DerReader& algorithm, ByteView bits, PublicKey& key) {
    TRY_ASSIGN(const std::string curve, algorithm.oid());
    TRY(algorithm.finish());
    const bool is_p256 = curve == oid::p256;
    if (!is_p256 && curve != oid::p384) return ok();
    key.kind = is_p256 ? KeyKind::p256 : KeyKind::p384;
    key.bits = is_p256 ? 256 : 384;
    const std::size_t point_size = is_p256 ? 65 : 97;
    if (bits.size() != point_size || bits[0] != 0x04) return algorithm.error("a point that is not uncompressed");
    if (!is_on_curve(is_p256 ? MBEDTLS_ECP_DP_SECP256R1 : MBEDTLS_ECP_DP_SECP384R1, bits)) {
        return algorithm.error("a point that is not on its curve");
    }
    key.point = to_bytes(bits);
    return ok();
}

int bit_length(ByteView number) {
    int bits = static_cast<int>(number.size()) * 8;
    for (std::uint8_t top = number[0]; bits > 0 && (top & 0x80) == 0; top = static_cast<std::uint8_t>(top << 1)) --bits;
    return bits;
}

Status read_rsa_key(DerReader& algorithm, ByteView bits, PublicKey& key) {
    TRY(algorithm.null());
    TRY(algorithm.finish());
    DerReader outer(bits, ErrorCode::key_malformed);
    TRY_ASSIGN(DerReader numbers, outer.enter(tag::sequence));
    TRY(outer.finish());
    TRY_ASSIGN(key.modulus, numbers.unsigned_integer(largest_modulus));
    TRY_ASSIGN(key.exponent, numbers.unsigned_integer(4));
    TRY(numbers.finish());
    const bool odd = (key.modulus.back() & 1) != 0 && (key.exponent.back() & 1) != 0;
    if (!odd || key.modulus.size() < 64 || key.exponent == Bytes{1})
        return numbers.error("numbers that are no RSA key");
    key.kind = KeyKind::rsa;
    key.bits = bit_length(key.modulus);
    return ok();
}

Status read_ed25519_key(DerReader& algorithm, ByteView bits, PublicKey& key) {
    TRY(algorithm.finish());
    if (bits.size() != 32) return algorithm.error("an Ed25519 key that is not 32 bytes");
    key.kind = KeyKind::ed25519;
    key.bits = 256;
    key.point = to_bytes(bits);
    return ok();
}

} // namespace

Result<PublicKey> parse_public_key(ByteView spki) {
    DerReader outer(spki, ErrorCode::key_malformed);
    TRY_ASSIGN(DerReader inner, outer.enter(tag::sequence));
    TRY(outer.finish());
    TRY_ASSIGN(DerReader algorithm, inner.enter(tag::sequence));
    TRY_ASSIGN(const ByteView bits, inner.octets_of_bits());
    TRY(inner.finish());
    TRY_ASSIGN(const std::string name, algorithm.oid());
    PublicKey key;
    key.spki = to_bytes(spki);
    if (name == oid::ec_public_key) TRY(read_ec_key(algorithm, bits, key));
    if (name == oid::rsa) TRY(read_rsa_key(algorithm, bits, key));
    if (name == oid::ed25519) TRY(read_ed25519_key(algorithm, bits, key));
    return key;
}

Bytes p256_spki(std::span<const std::uint8_t, 65> point) {
    return der_sequence({der_sequence({der_oid(oid::ec_public_key), der_oid(oid::p256)}), der_bit_string(point)});
}

Digest key_hash(const PublicKey& key) { return sha256(key.spki); }

} // namespace kaibiao::crypto
