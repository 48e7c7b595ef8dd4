#include "kaibiao/crypto/issue.h"

#include "authority_builder.h"
#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/hash.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::test;

namespace {

NameFields sample_name() { return {"CN", "测试建设集团有限公司", "bidder", "王小明", "91110000MA01TEST0X"}; }

Bytes request_for(const PrivateKey& key, const NameFields& name) {
    return create_request(key, name, blinding_from("request")).value();
}

/// The certificate with another AlgorithmIdentifier in both of its places; its signature no longer fits.
Bytes with_algorithm(ByteView certificate, const Bytes& identifier) {
    DerReader outer(certificate, ErrorCode::certificate_malformed);
    DerReader whole = outer.enter(tag::sequence).value();
    DerReader fields = whole.enter(tag::sequence).value();
    Bytes inner;
    for (int place = 0; !fields.at_end(); ++place) {
        const ByteView field = fields.element().value();
        const ByteView kept = place == 2 ? ByteView(identifier) : field; // after the version and the serial number
        inner.insert(inner.end(), kept.begin(), kept.end());
    }
    whole.element().value();
    return der_sequence({der_sequence({inner}), identifier, whole.element().value()});
}

} // namespace

TEST_CASE("issue: the parameters of a signature's algorithm are one NULL or what the algorithm says, and end there") {
    const Bytes der = Authority("parameters").certificate().der;
    const Bytes rsa_sha256 = der_oid("1.2.840.113549.1.1.11");
    const auto read = [&](const Bytes& identifier) {
        return parse_certificate(with_algorithm(der, identifier)).value().signature_algorithm;
    };
    CHECK(read(der_sequence({rsa_sha256, der_null()})) == SignatureAlgorithm::rsa_sha256);
    CHECK(read(der_sequence({rsa_sha256, der_null(), der_null()})) == SignatureAlgorithm::unknown);
    CHECK(read(der_sequence({rsa_sha256, der_integer(std::uint64_t{0})})) == SignatureAlgorithm::unknown);
    CHECK(read(der_sequence({der_oid("1.2.840.10045.4.3.2"), der_null(), der_null()})) == SignatureAlgorithm::unknown);
}

TEST_CASE("issue: a request carries its subject and key, and proves possession") {
    const PrivateKey key = key_from("person");
    const Bytes der = request_for(key, sample_name());
    record("request", der);
    const CertificateRequest request = parse_request(der).value();
    CHECK(request.subject.fields.common_name == "王小明");
    CHECK(request.subject.fields.organisational_unit == "bidder");
    CHECK(request.subject.fields.serial_number == "91110000MA01TEST0X");
    CHECK(request.key.spki == key.spki());
}

TEST_CASE("issue: a request with any byte changed or cut anywhere is refused") {
    const Bytes good = request_for(key_from("person"), sample_name());
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes bad = good;
        bad[at] ^= 0x01;
        CAPTURE(at);
        CHECK_FALSE(parse_request(bad).ok());
        CHECK_FALSE(parse_request(ByteView(good).first(at)).ok());
    }
}

TEST_CASE("issue: names that are empty, too long or deceptive are refused") {
    const auto code_of = [](NameFields name) { return encode_name(name).error().code; };
    NameFields name = sample_name();
    name.common_name.clear();
    CHECK(code_of(name) == ErrorCode::certificate_subject_incomplete);
    name = sample_name();
    name.common_name = std::string(193, 'x');
    CHECK(code_of(name) == ErrorCode::csr_malformed);
    name.common_name = "abc\xe2\x80\xae"
                       "cba"; // right-to-left override
    CHECK(code_of(name) == ErrorCode::csr_malformed);
    name.common_name = "line\nbreak";
    CHECK(code_of(name) == ErrorCode::csr_malformed);
    name.common_name = "\xc0\xaf";
    CHECK(code_of(name) == ErrorCode::csr_malformed);
    name = sample_name();
    name.country = "CHN";
    CHECK(code_of(name) == ErrorCode::csr_malformed);
    name = sample_name();
    name.serial_number = "编号";
    CHECK(code_of(name) == ErrorCode::csr_malformed);
}

TEST_CASE("issue: a certificate made from a request is what was ordered") {
    const Authority root("root");
    const PrivateKey key = key_from("person");
    const CertificateRequest request = parse_request(request_for(key, sample_name())).value();
    CertificateOrder order = signer_order(key);
    order.subject = request.subject.der;
    order.crl_url = "http://127.0.0.1:8080/api/ca/crl";
    const Certificate made = root.certify(order);
    CHECK(made.subject.der == request.subject.der);
    CHECK(made.issuer.der == root.certificate().subject.der);
    CHECK(made.serial == order.serial);
    CHECK(made.not_before == order.not_before);
    CHECK(made.not_after == order.not_after);
    CHECK(made.crl_urls == std::vector<std::string>{order.crl_url});
    CHECK(made.allows(KeyUsage::digital_signature));
    CHECK(made.allows(KeyUsage::non_repudiation));
    CHECK_FALSE(made.allows(KeyUsage::certificate_sign));
    CHECK(made.authority_key_id == root.certificate().subject_key_id);
    CHECK(is_signed_by(made, root.certificate().key));
    record("certificate", made.der);
}

TEST_CASE("issue: equal orders give equal bytes") {
    const Authority root("root");
    const CertificateOrder order = signer_order(key_from("person"));
    CHECK(root.issue(order) == root.issue(order));
}

TEST_CASE("issue: orders that no certificate could hold are refused") {
    const Authority root("root");
    const auto code_of = [&](const CertificateOrder& order) {
        return issue_certificate({root.key(), root.certificate()}, order, blinding_from("x")).error().code;
    };
    const CertificateOrder good = signer_order(key_from("person"));
    CertificateOrder bad = good;
    bad.serial.clear();
    CHECK(code_of(bad) == ErrorCode::certificate_malformed);
    bad.serial = Bytes(16, 0);
    CHECK(code_of(bad) == ErrorCode::certificate_malformed);
    bad.serial = Bytes(21, 1);
    CHECK(code_of(bad) == ErrorCode::certificate_malformed);
    bad = good;
    bad.not_after = bad.not_before.plus_milliseconds(-1);
    CHECK(code_of(bad) == ErrorCode::certificate_malformed);
    bad = good;
    bad.spki.back() ^= 1;
    CHECK(code_of(bad) == ErrorCode::certificate_malformed);
    bad = good;
    bad.subject = {0x30, 0x05};
    CHECK(code_of(bad) == ErrorCode::certificate_malformed);
}

TEST_CASE("issue: a key that is not the authority's may not issue in its name") {
    const Authority root("root");
    const PrivateKey other = key_from("other");
    const auto made = issue_certificate({other, root.certificate()}, signer_order(other), blinding_from("x"));
    CHECK(made.error().code == ErrorCode::key_malformed);
    CHECK(issue_crl({other, root.certificate()}, crl_order(), blinding_from("x")).error().code ==
          ErrorCode::key_malformed);
}

TEST_CASE("issue: a certificate after 2049 and one at the edge of years are read back") {
    const Authority root("root");
    CertificateOrder order = signer_order(key_from("person"));
    order.not_after = Instant::from_civil(9999, 12, 31, 23, 59, 59).value();
    CHECK(root.certify(order).not_after == order.not_after);
    order.not_before = Instant::from_civil(2049, 12, 31, 23, 59, 59).value();
    CHECK(root.certify(order).not_before == order.not_before);
}

TEST_CASE("issue: a list is read back with every entry, in whatever order they came") {
    const Authority root("root");
    CrlOrder order = crl_order();
    order.number = 258;
    const Instant at = order.this_update;
    order.revoked = {{{0x7f, 1}, at}, {{5}, at}, {{0x01, 0x00, 0x00}, at}, {{0x00, 0x09}, at}};
    const RevocationList list = root.crl(order);
    CHECK(list.number == Bytes{1, 2});
    CHECK(list.revoked.size() == 4);
    for (const Bytes& serial : {Bytes{0x7f, 1}, Bytes{5}, Bytes{1, 0, 0}, Bytes{9}})
        CHECK(list.find(serial) != nullptr);
    CHECK(list.find(Bytes{6}) == nullptr);
    CHECK(list.find(Bytes{0x7f}) == nullptr);
    CHECK(is_signed_by(list, root.certificate().key));
    record("list", list.der);
}

TEST_CASE("issue: a list without entries is read back as empty") {
    const Authority root("root");
    CHECK(root.crl().revoked.empty());
}

TEST_CASE("certificate: any changed byte is refused or breaks the signature") {
    const Authority root("root");
    const Bytes good = root.issue(signer_order(key_from("person")));
    int read = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes bad = good;
        bad[at] ^= 0x04;
        const auto parsed = parse_certificate(bad);
        if (!parsed) continue;
        ++read;
        CAPTURE(at);
        CHECK_FALSE(is_signed_by(*parsed, root.certificate().key));
    }
    CHECK(read > 100);
}

TEST_CASE("certificate: cut off anywhere, or with a byte too many, it is refused") {
    const Authority root("root");
    Bytes good = root.issue(signer_order(key_from("person")));
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(parse_certificate(ByteView(good).first(size)).ok());
    good.push_back(0);
    CHECK(parse_certificate(good).error().code == ErrorCode::certificate_malformed);
}

TEST_CASE("issue: more bytes than any list has are refused before they are looked at") {
    const auto refused = crypto::parse_crl(Bytes(crypto::largest_crl + 1, 0x30));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::crl_malformed);
    CHECK(refused.error().detail == "larger than any list");
}
