// Project Wycheproof's hostile signatures: tests/vectors/wycheproof.
#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/private_key.h"
#include "kaibiao/crypto/public_key.h"
#include "record.h"

#include <doctest/doctest.h>

#include <functional>

using namespace kaibiao;
using namespace kaibiao::crypto;
using codec::Json;

namespace {

Json read_vectors(const std::string& name) {
    const Bytes file = test::vector_file("wycheproof/" + name + ".json");
    return codec::parse_relaxed(file, {1 << 22, 8}).value();
}

Bytes hex_member(const Json& json, const char* name) {
    return codec::decode_hex(*json.find(name)->as_string()).value();
}

using Verify = std::function<bool(const PublicKey&, ByteView, ByteView)>;

/// Tests of class `acceptable` differ between libraries by design; the files used here have hardly any.
void run_group(const Json& group, const Verify& verify, int& checked) {
    const PublicKey key = parse_public_key(hex_member(group, "key")).value();
    for (const Json& test : *group.find("tests")->as_array()) {
        const std::string& expected = *test.find("result")->as_string();
        if (expected == "acceptable") continue;
        CAPTURE(*test.find("id")->as_integer());
        CAPTURE(*test.find("comment")->as_string());
        CHECK(verify(key, hex_member(test, "msg"), hex_member(test, "sig")) == (expected == "valid"));
        ++checked;
    }
}

int run_file(const std::string& name, const Verify& verify) {
    int checked = 0;
    const Json file = read_vectors(name);
    for (const Json& group : *file.find("groups")->as_array()) run_group(group, verify, checked);
    return checked;
}

Verify x509(SignatureAlgorithm algorithm) {
    return [algorithm](const PublicKey& key, ByteView message, ByteView signature) {
        return verify_signature(key, algorithm, message, signature);
    };
}

} // namespace

TEST_CASE("wycheproof: ES256 as r and s") { CHECK(run_file("ecdsa_secp256r1_sha256_p1363", verify_es256) > 250); }
TEST_CASE("wycheproof: ES384 as r and s") { CHECK(run_file("ecdsa_secp384r1_sha384_p1363", verify_es384) > 250); }
TEST_CASE("wycheproof: ECDSA with SHA-256 in DER") {
    CHECK(run_file("ecdsa_secp256r1_sha256", x509(SignatureAlgorithm::ecdsa_sha256)) > 400);
}
TEST_CASE("wycheproof: RSA PKCS #1 v1.5 with SHA-256") {
    CHECK(run_file("rsa_signature_2048_sha256", verify_rs256) > 200);
}
TEST_CASE("wycheproof: RSA PSS with SHA-256") { CHECK(run_file("rsa_pss_2048_sha256_mgf1_32", verify_ps256) > 50); }
TEST_CASE("wycheproof: Ed25519") { CHECK(run_file("ed25519", verify_eddsa) > 140); }

TEST_CASE("wycheproof: PBKDF2 with HMAC-SHA-256") {
    const Json file = read_vectors("pbkdf2_hmacsha256");
    for (const Json& group : *file.find("groups")->as_array()) {
        for (const Json& test : *group.find("tests")->as_array()) {
            CAPTURE(*test.find("id")->as_integer());
            Bytes out(static_cast<std::size_t>(*test.find("dkLen")->as_integer()));
            pbkdf2_sha256(hex_member(test, "password"), hex_member(test, "salt"),
                          static_cast<std::uint32_t>(*test.find("iterationCount")->as_integer()), out);
            CHECK(out == hex_member(test, "dk"));
        }
    }
}
