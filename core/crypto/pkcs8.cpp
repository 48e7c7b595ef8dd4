#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/private_key.h"
#include "oid.h"

#include <algorithm>

namespace kaibiao::crypto {

namespace {

/// PrivateKeyInfo of a P-256 key has one length, so it is a template with two holes and no secret is ever copied
/// through growing buffers. RFC 5208 §5 around RFC 5915 §3.
constexpr std::uint8_t before_scalar[] = {
    0x30, 0x81, 0x87, 0x02, 0x01, 0x00,                                                  // PrivateKeyInfo, version 0
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,                    // id-ecPublicKey
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,                          // secp256r1
    0x04, 0x6d, 0x30, 0x6b, 0x02, 0x01, 0x01, 0x04, 0x20};                               // ECPrivateKey, version 1
constexpr std::uint8_t before_point[] = {0xa1, 0x44, 0x03, 0x42, 0x00};                  // [1] public key
constexpr std::size_t pkcs8_size = sizeof before_scalar + 32 + sizeof before_point + 65; // 138

Status check_inner_curve(DerReader& key) {
    if (!key.next_is(tag::context_constructed(0))) return ok();
    TRY_ASSIGN(DerReader parameters, key.enter(tag::context_constructed(0)));
    TRY_ASSIGN(const std::string curve, parameters.oid());
    TRY(parameters.finish());
    return curve == oid::p256 ? ok() : Status(key.error("a curve other than P-256"));
}

Status check_inner_point(DerReader& key, const PrivateKey& made) {
    if (!key.next_is(tag::context_constructed(1))) return ok();
    TRY_ASSIGN(DerReader field, key.enter(tag::context_constructed(1)));
    TRY_ASSIGN(const ByteView point, field.octets_of_bits());
    TRY(field.finish());
    return equal_public(point, made.public_point()) ? ok() : Status(key.error("a public key that does not fit"));
}

/// RFC 5915 §3.
Result<PrivateKey> read_ec_private_key(ByteView der) {
    DerReader outer(der, ErrorCode::private_key_malformed);
    TRY_ASSIGN(DerReader key, outer.enter(tag::sequence));
    TRY(outer.finish());
    TRY_ASSIGN(const int version, key.small_integer(1));
    TRY_ASSIGN(const ByteView scalar, key.contents(tag::octet_string));
    if (version != 1 || scalar.size() != 32) return key.error("not an EC private key of P-256");
    TRY_ASSIGN(PrivateKey made, PrivateKey::from_scalar(scalar.first<32>()));
    TRY(check_inner_curve(key));
    TRY(check_inner_point(key, made));
    TRY(key.finish());
    return made;
}

} // namespace

SecretBytes encode_pkcs8(const PrivateKey& key) {
    SecretBytes out(pkcs8_size);
    auto* at = out.data().data();
    at = std::copy(std::begin(before_scalar), std::end(before_scalar), at);
    at = std::copy(key.scalar().begin(), key.scalar().end(), at);
    at = std::copy(std::begin(before_point), std::end(before_point), at);
    std::copy(key.public_point().begin(), key.public_point().end(), at);
    return out;
}

Result<PrivateKey> decode_pkcs8(ByteView der) {
    DerReader outer(der, ErrorCode::private_key_malformed);
    TRY_ASSIGN(DerReader info, outer.enter(tag::sequence));
    TRY(outer.finish());
    TRY(info.small_integer(0));
    TRY_ASSIGN(DerReader algorithm, info.enter(tag::sequence));
    TRY_ASSIGN(const std::string kind, algorithm.oid());
    if (kind != oid::ec_public_key) return algorithm.error("not an elliptic-curve key");
    TRY_ASSIGN(const std::string curve, algorithm.oid());
    TRY(algorithm.finish());
    if (curve != oid::p256) return algorithm.error("a curve other than P-256");
    TRY_ASSIGN(const ByteView key, info.contents(tag::octet_string));
    if (info.next_is(tag::context_constructed(0))) TRY(info.element()); // attributes say nothing about the key
    TRY(info.finish());
    return read_ec_private_key(key);
}

} // namespace kaibiao::crypto
