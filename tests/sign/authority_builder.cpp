#include "authority_builder.h"

#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::test {

using namespace crypto;

Instant frozen_now() { return Instant::from_civil(2026, 11, 23, 1, 0, 0).value(); }

ByteArray<32> blinding_from(std::string_view label) { return sha256({as_bytes("blinding "), as_bytes(label)}); }

PrivateKey key_from(std::string_view label) {
    const ByteArray<64> entropy = sha512({as_bytes("key "), as_bytes(label)});
    return PrivateKey::generate(entropy);
}

namespace {

Bytes serial_of(ByteView spki) {
    const Digest digest = sha256(spki);
    Bytes serial(digest.begin(), digest.begin() + 16);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7f) | 0x40);
    return serial;
}

CertificateOrder order_for(const PrivateKey& key, const NameFields& name) {
    CertificateOrder order;
    order.subject = encode_name(name).value();
    order.spki = key.spki();
    order.serial = serial_of(order.spki);
    order.not_before = frozen_now().plus_days(-100);
    order.not_after = frozen_now().plus_days(265);
    return order;
}

} // namespace

CertificateOrder signer_order(const PrivateKey& key, std::string_view name) {
    return order_for(key, {"CN", "测试建设集团有限公司", "bidder", std::string(name), "91110000MA01TEST0X"});
}

CertificateOrder authority_order(const PrivateKey& key, std::string_view name) {
    CertificateOrder order = order_for(key, {"CN", "Test CA", "", std::string(name), ""});
    order.use = CertificateUse::authority;
    return order;
}

namespace {

Certificate make_root(const PrivateKey& key, std::string_view label) {
    const Bytes der = issue_root(key, authority_order(key, label), blinding_from(label)).value();
    return parse_certificate(der).value();
}

} // namespace

Authority::Authority(std::string_view label) : key_(key_from(label)), certificate_(make_root(key_, label)) {}

Authority::Authority(const Authority& parent, std::string_view label)
    : key_(key_from(label)), certificate_(parent.certify(authority_order(key_, label))) {}

Authority::Authority(const Authority& parent, const CertificateOrder& order, PrivateKey key)
    : key_(std::move(key)), certificate_(parent.certify(order)) {}

Bytes Authority::issue(const CertificateOrder& order) const {
    return issue_certificate({key_, certificate_}, order, blinding_from("issue")).value();
}

Certificate Authority::certify(const CertificateOrder& order) const { return parse_certificate(issue(order)).value(); }

CrlOrder crl_order() {
    CrlOrder order;
    order.this_update = frozen_now().plus_milliseconds(-3'600'000);
    order.next_update = frozen_now().plus_days(7);
    return order;
}

RevocationList Authority::crl(const std::vector<Bytes>& revoked) const {
    CrlOrder order = crl_order();
    for (const Bytes& serial : revoked) order.revoked.push_back({serial, order.this_update});
    return crl(order);
}

RevocationList Authority::crl(const CrlOrder& order) const {
    return parse_crl(issue_crl({key_, certificate_}, order, blinding_from("crl")).value()).value();
}

sign::TrustRoot Authority::trust(std::string policy) const {
    return sign::make_trust_root(certificate_.der, std::move(policy)).value();
}

} // namespace kaibiao::test
