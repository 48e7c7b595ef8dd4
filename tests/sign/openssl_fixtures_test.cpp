// Chains, lists, requests and keys made by OpenSSL: tests/vectors/x509, written by make_fixtures.sh.
#include "authority_builder.h"
#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::sign;
using namespace kaibiao::test;

namespace {

Bytes pem(const std::string& name) {
    return codec::decode_pem(vector_text("x509/" + name + ".pem")).value().front().der;
}
Certificate certificate(const std::string& name) { return parse_certificate(pem(name)).value(); }
RevocationList list(const std::string& name) { return parse_crl(pem(name + ".crl")).value(); }

/// Validates `chain` (leaf first) under `root` with the lists of every authority named.
Result<VerifiedSigner> validate(const std::vector<std::string>& chain, const std::string& root,
                                const std::vector<std::string>& lists) {
    std::vector<Certificate> links;
    for (const std::string& name : chain) links.push_back(certificate(name));
    const std::vector<TrustRoot> roots = {make_trust_root(pem(root), root).value()};
    std::vector<RevocationList> crls;
    for (const std::string& name : lists) crls.push_back(list(name));
    return validate_chain({links, roots, crls, frozen_now()});
}

Result<VerifiedSigner> validate_ec(const std::string& leaf) {
    return validate({leaf, "ec_middle"}, "ec_root", {"ec_middle", "ec_root"});
}
Result<VerifiedSigner> validate_rsa(const std::string& leaf) { return validate({leaf}, "rsa_root", {"rsa_root"}); }

std::string name_of(const Result<VerifiedSigner>& verdict) {
    return verdict.ok() ? "accepted" : std::string(info(verdict.error().code).name) + " " + verdict.error().place;
}

std::string key_verdict(const std::string& name, std::string_view passphrase) {
    const auto key = decrypt_pkcs8(pem(name), as_bytes(passphrase));
    return key.ok() ? "opened" : std::string(info(key.error().code).name);
}

} // namespace

TEST_CASE("openssl: chains of elliptic curves, RSA and PSS are accepted") {
    CHECK(name_of(validate_ec("ec_leaf")) == "accepted");
    CHECK(name_of(validate_ec("ec_ed25519")) == "accepted");
    CHECK(name_of(validate_rsa("rsa_leaf")) == "accepted");
    CHECK(name_of(validate_rsa("rsa_pss")) == "accepted");
}

TEST_CASE("openssl: the fields of a certificate are read as they were asked for") {
    const Certificate leaf = certificate("ec_leaf");
    CHECK(leaf.subject.fields.country == "CN");
    CHECK(leaf.subject.fields.organisation == "测试建设集团有限公司");
    CHECK(leaf.subject.fields.common_name == "ec_leaf 王小明");
    CHECK(leaf.subject.fields.serial_number == "91110000MA01TEST0X");
    CHECK(leaf.issuer.fields.common_name == "EC Middle");
    CHECK(leaf.not_before.text() == "2026-08-01T00:00:00.000Z");
    CHECK(leaf.not_after.text() == "2036-08-01T00:00:00.000Z");
    CHECK(leaf.key.kind == KeyKind::p256);
    CHECK(leaf.signature_algorithm == SignatureAlgorithm::ecdsa_sha256);
    CHECK(leaf.key_usage == std::uint16_t{3});
    CHECK(leaf.crl_urls == std::vector<std::string>{"http://ca.example/crl"});
    CHECK_FALSE(leaf.is_ca);
    CHECK(leaf.unknown_critical.empty());
    const Certificate middle = certificate("ec_middle");
    CHECK(middle.is_ca);
    CHECK(middle.path_length == 0);
    CHECK(leaf.authority_key_id == middle.subject_key_id);
    CHECK(certificate("ec_root").key.kind == KeyKind::p384);
    CHECK(certificate("rsa_root").key.bits == 3072);
    CHECK(certificate("rsa_pss").signature_algorithm == SignatureAlgorithm::rsa_pss_sha384);
    CHECK(certificate("ec_ed25519").key.kind == KeyKind::ed25519);
    record("fingerprint", fingerprint(leaf));
}

TEST_CASE("openssl: a list names what it revokes") {
    const RevocationList middle = list("ec_middle");
    CHECK(middle.revoked.size() == 1);
    CHECK(middle.find(certificate("ec_revoked").serial) != nullptr);
    CHECK(middle.find(certificate("ec_leaf").serial) == nullptr);
    CHECK(middle.this_update.text() == "2026-11-22T00:00:00.000Z");
    CHECK(is_signed_by(middle, certificate("ec_middle").key));
    CHECK_FALSE(is_signed_by(middle, certificate("ec_root").key));
}

TEST_CASE("openssl: hostile and outdated certificates are refused, each by its own name") {
    CHECK(name_of(validate_ec("ec_revoked")) == "certificate_revoked chain/0");
    CHECK(name_of(validate_ec("ec_expired")) == "certificate_expired chain/0");
    CHECK(name_of(validate_ec("ec_future")) == "certificate_not_yet_valid chain/0");
    CHECK(name_of(validate_ec("ec_wrong_key_usage")) == "certificate_wrong_usage chain/0");
    CHECK(name_of(validate_ec("ec_wrong_extended")) == "certificate_wrong_usage chain/0");
    CHECK(name_of(validate_ec("ec_no_key_usage")) == "certificate_wrong_usage chain/0");
    CHECK(name_of(validate_ec("ec_unknown_critical")) == "certificate_critical_unknown chain/0");
    CHECK(name_of(validate_ec("ec_p521")) == "certificate_algorithm_unknown chain/0");
    CHECK(name_of(validate_ec("rsa_leaf")) == "certificate_signature_wrong chain/0");
    CHECK(name_of(validate_rsa("rsa_sha1")) == "certificate_weak chain/0");
    CHECK(name_of(validate_rsa("rsa_md5")) == "certificate_weak chain/0");
    CHECK(name_of(validate_rsa("rsa_short")) == "certificate_weak chain/0");
    CHECK(name_of(validate({"ec_sha1"}, "sha1_root", {"sha1_root"})) == "certificate_weak chain/0");
    CHECK(name_of(validate_rsa("ec_leaf")) == "certificate_unknown_root chain/0");
}

TEST_CASE("openssl: hostile authorities are refused, each by its own name") {
    CHECK(name_of(validate({"ec_too_long", "ec_below", "ec_middle"}, "ec_root",
                           {"ec_below", "ec_middle", "ec_root"})) == "certificate_path_too_long chain/2");
    CHECK(name_of(validate({"ec_under_middle_without_crl_sign", "ec_middle_without_crl_sign"}, "ec_root",
                           {"ec_middle_without_crl_sign", "ec_root"})) == "certificate_wrong_usage chain/1");
    // Constrained to C=CN, which the signer's name begins with.
    CHECK(name_of(validate({"ec_under_constrained_names", "ec_constrained_names"}, "ec_root",
                           {"ec_constrained_names", "ec_root"})) == "accepted");
}

TEST_CASE("openssl: a missing list and one signed with SHA-1 are refused") {
    CHECK(name_of(validate({"ec_leaf", "ec_middle"}, "ec_root", {"ec_middle"})) ==
          "crl_missing crl of the issuer of chain/1");
    CHECK(name_of(validate({"ec_leaf", "ec_middle"}, "ec_root", {"ec_root"})) ==
          "crl_missing crl of the issuer of chain/0");
    CHECK(name_of(validate({"rsa_leaf"}, "rsa_root", {"rsa_root_sha1"})) ==
          "certificate_weak crl of the issuer of chain/0");
}

TEST_CASE("openssl: a partitioned list counts for its own part only") {
    const auto with_list = [](const std::string& leaf, const std::string& kind) {
        return name_of(validate({leaf, "ec_middle"}, "ec_root", {"ec_middle_" + kind, "ec_root"}));
    };
    for (const char* kind : {"of_part", "of_signers"}) {
        CHECK(with_list("ec_leaf", kind) == "accepted");
        CHECK(with_list("ec_revoked", kind) == "certificate_revoked chain/0");
    }
    for (const char* kind : {"of_other_part", "of_authorities"}) {
        CHECK(with_list("ec_leaf", kind) == "crl_missing crl of the issuer of chain/0");
    }
    for (const char* kind : {"indirect", "delta"}) {
        CHECK(with_list("ec_leaf", kind) == "crl_malformed crl of the issuer of chain/0");
    }
}

TEST_CASE("openssl: private keys it encrypted are opened, other kinds are refused by name") {
    const Certificate leaf = certificate("ec_leaf");
    for (const char* name : {"leaf_aes256.p8", "leaf_aes128.p8"}) {
        const PrivateKey key = decrypt_pkcs8(pem(name), as_bytes("correct horse")).value();
        CHECK(equal_public(key.public_point(), leaf.key.point));
    }
    CHECK(equal_public(decode_pkcs8(pem("leaf_plain.p8")).value().public_point(), leaf.key.point));
    CHECK(key_verdict("leaf_aes256.p8", "wrong") == "private_key_passphrase_wrong");
    CHECK(key_verdict("leaf_sha1.p8", "correct horse") == "private_key_malformed");
    CHECK(key_verdict("leaf_scrypt.p8", "correct horse") == "private_key_malformed");
    CHECK(key_verdict("rsa_aes256.p8", "correct horse") == "private_key_malformed");
    CHECK(key_verdict("rsa_aes256.p8", "wrong") == "private_key_passphrase_wrong");
    CHECK_FALSE(decode_pkcs8(pem("leaf_sec1")).ok());
}

TEST_CASE("openssl: our PKCS #8 is byte for byte what OpenSSL writes") {
    const Bytes theirs = pem("leaf_plain.p8");
    CHECK(to_bytes(encode_pkcs8(decode_pkcs8(theirs).value()).view()) == theirs);
}

TEST_CASE("openssl: certificate requests are read and their signatures checked") {
    const CertificateRequest request = parse_request(pem("request_ec.csr")).value();
    CHECK(request.subject.fields.organisational_unit == "bidder");
    CHECK(request.subject.fields.common_name == "王小明");
    CHECK(request.key.spki == certificate("ec_leaf").key.spki);
    CHECK(parse_request(pem("request_rsa.csr")).value().key.kind == KeyKind::rsa);
    Bytes bad = pem("request_ec.csr");
    bad[60] ^= 1;
    CHECK(parse_request(bad).error().code == ErrorCode::csr_malformed);
}
