#include "people_builder.h"

#include "kaibiao/crypto/hash.h"

namespace kaibiao::test::tenders {

namespace {

using namespace crypto;

PrivateKey key_from(std::string_view label) {
    return PrivateKey::generate(array_from<64>("key " + std::string(label)));
}
ByteArray<32> blinding_from(std::string_view label) { return array_from<32>("blinding " + std::string(label)); }

CertificateOrder order_for(const PrivateKey& key, const NameFields& name) {
    CertificateOrder order;
    order.subject = encode_name(name).value();
    order.spki = key.spki();
    order.serial = bytes_from("serial " + name.serial_number + name.common_name, 16);
    order.serial[0] = static_cast<std::uint8_t>((order.serial[0] & 0x3f) | 0x40);
    order.not_before = day_zero().plus_days(-365);
    order.not_after = day_zero().plus_days(365);
    return order;
}

Bytes make_root(const PrivateKey& key, std::string_view label) {
    CertificateOrder order = order_for(key, {"CN", "测试认证中心", "", std::string(label), ""});
    order.use = CertificateUse::authority;
    return issue_root(key, order, blinding_from(label)).value();
}

} // namespace

Instant day_zero() { return Instant::from_civil(2026, 11, 23, 1, 0, 0).value(); }

Bytes bytes_from(std::string_view label, std::size_t size) {
    Bytes bytes(size);
    crypto::hkdf_sha256(as_bytes(label), {}, as_bytes("kaibiao test"), bytes);
    return bytes;
}

std::string Person::sign(const codec::Json& payload, std::string_view purpose) const {
    const std::string text = codec::dump_canonical(payload);
    return sign::sign_jws(as_bytes(text), purpose, chain_, key_, array_from<32>("blinding")).value();
}

TestAuthority::TestAuthority(std::string_view label)
    : key_(key_from(label)), der_(make_root(key_, label)), certificate_(parse_certificate(der_).value()) {}

Person TestAuthority::certify(std::string_view id, std::string_view name) const {
    PrivateKey key = key_from(id);
    const NameFields fields{"CN", std::string(name), "", std::string(name), std::string(id)};
    Bytes leaf = issue_certificate({key_, certificate_}, order_for(key, fields), blinding_from(id)).value();
    return Person({std::string(id), std::string(name)}, std::move(key), {std::move(leaf)});
}

sign::TrustRoot TestAuthority::root(sign::RootUse use) const {
    return sign::make_trust_root(der_, "test", use).value();
}

Bytes TestAuthority::crl(std::vector<RevokedEntry> revoked) const {
    CrlOrder order;
    order.this_update = day_zero().plus_days(-1);
    order.next_update = day_zero().plus_days(365);
    order.revoked = std::move(revoked);
    return issue_crl({key_, certificate_}, order, blinding_from("crl")).value();
}

} // namespace kaibiao::test::tenders
