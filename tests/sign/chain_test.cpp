#include "kaibiao/sign/chain.h"

#include "authority_builder.h"
#include "kaibiao/crypto/hash.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::sign;
using namespace kaibiao::test;

namespace {

/// Root → intermediate → signer, with both lists; each test breaks one thing.
struct Scene {
    Authority root{"root"};
    Authority middle{root, "middle"};
    PrivateKey key = key_from("signer");
    std::vector<Certificate> chain = {middle.certify(signer_order(key)), middle.certificate()};
    std::vector<TrustRoot> roots = {root.trust("demo")};
    std::vector<RevocationList> crls = {middle.crl(), root.crl()};
    Instant now = frozen_now();
    std::int64_t grace = 0;

    Result<VerifiedSigner> validate() const { return validate_chain({chain, roots, crls, now, grace}); }
    void sign_with(const CertificateOrder& order) { chain[0] = middle.certify(order); }
    /// Puts another intermediate in place, with a fresh leaf and lists.
    void replace_middle(const CertificateOrder& order) {
        middle = Authority(root, order, key_from("middle"));
        chain = {middle.certify(signer_order(key)), middle.certificate()};
        crls = {middle.crl(), root.crl()};
    }
};

void check_refused(const Scene& scene, ErrorCode code, std::string_view place) {
    const auto verdict = scene.validate();
    REQUIRE_FALSE(verdict.ok());
    INFO(describe(verdict.error()));
    CHECK(info(verdict.error().code).name == info(code).name);
    CHECK(verdict.error().place == place);
}

} // namespace

TEST_CASE("chain: a good chain names its signer and the time within which the verdict holds") {
    const Scene scene;
    const VerifiedSigner signer = scene.validate().value();
    CHECK(signer.subject_id() == "91110000MA01TEST0X");
    CHECK(signer.subject.common_name == "王小明");
    CHECK(signer.subject.organisation == "测试建设集团有限公司");
    CHECK(signer.policy == "demo");
    CHECK(signer.key_hash == sha256(scene.key.spki()));
    CHECK(signer.leaf_hash == sha256(scene.chain[0].der));
    CHECK(signer.crl_hashes == std::vector<Digest>{sha256(scene.crls[0].der), sha256(scene.crls[1].der)});
    CHECK(signer.valid_from == scene.crls[0].this_update);
    CHECK(signer.valid_until == scene.crls[0].next_update);
    record("leaf", scene.chain[0].der);
    record("crl", scene.crls[0].der);
    record("chain hash", signer.chain_hash);
}

TEST_CASE("chain: the root may come with the chain, and the verdict is the same") {
    Scene scene;
    const VerifiedSigner without = scene.validate().value();
    scene.chain.push_back(scene.root.certificate());
    const VerifiedSigner with = scene.validate().value();
    CHECK(with.chain_hash == without.chain_hash);
    CHECK(with.crl_hashes == without.crl_hashes);
}

TEST_CASE("chain: the verdict holds exactly within its interval") {
    Scene scene;
    const VerifiedSigner signer = scene.validate().value();
    for (const Instant inside : {signer.valid_from, signer.valid_until.plus_milliseconds(-1)}) {
        scene.now = inside;
        CHECK(signer.holds_at(inside));
        CHECK(scene.validate().value().chain_hash == signer.chain_hash);
    }
    for (const Instant outside : {signer.valid_from.plus_milliseconds(-1), signer.valid_until}) {
        scene.now = outside;
        CHECK_FALSE(signer.holds_at(outside));
        CHECK_FALSE(scene.validate().ok());
    }
}

TEST_CASE("chain: a certificate is valid through the last second written in it") {
    Scene scene;
    CertificateOrder order = signer_order(scene.key);
    order.not_after = scene.now;
    scene.sign_with(order);
    scene.now = order.not_after.plus_milliseconds(999);
    CHECK(scene.validate().ok());
    scene.now = order.not_after.plus_milliseconds(1000);
    check_refused(scene, ErrorCode::certificate_expired, "chain/0");
}

TEST_CASE("chain: a certificate that is not yet valid is refused") {
    Scene scene;
    CertificateOrder order = signer_order(scene.key);
    order.not_before = scene.now.plus_milliseconds(1000);
    scene.sign_with(order);
    check_refused(scene, ErrorCode::certificate_not_yet_valid, "chain/0");
}

TEST_CASE("chain: an expired intermediate is refused though the leaf is valid") {
    Scene scene;
    CertificateOrder order = authority_order(key_from("middle"), "middle");
    order.not_after = scene.now.plus_days(-1);
    scene.replace_middle(order);
    check_refused(scene, ErrorCode::certificate_expired, "chain/1");
}

TEST_CASE("chain: a revoked signer is refused") {
    Scene scene;
    scene.crls[0] = scene.middle.crl({scene.chain[0].serial});
    check_refused(scene, ErrorCode::certificate_revoked, "chain/0");
}

TEST_CASE("chain: a signer under a revoked intermediate is refused") {
    Scene scene;
    scene.crls[1] = scene.root.crl({scene.middle.certificate().serial});
    check_refused(scene, ErrorCode::certificate_revoked, "chain/1");
}

TEST_CASE("chain: another revoked serial does no harm, whatever its length") {
    Scene scene;
    Bytes longer = scene.chain[0].serial;
    longer.push_back(0);
    Bytes shorter = scene.chain[0].serial;
    shorter.pop_back();
    scene.crls[0] = scene.middle.crl({longer, shorter, {1}, Bytes(20, 0x7f)});
    CHECK(scene.validate().ok());
}

TEST_CASE("chain: the list of the signer's authority is required") {
    Scene scene;
    scene.crls.erase(scene.crls.begin());
    check_refused(scene, ErrorCode::crl_missing, "crl of the issuer of chain/0");
}

TEST_CASE("chain: the root's list over its intermediates is required too") {
    Scene scene;
    scene.crls.pop_back();
    check_refused(scene, ErrorCode::crl_missing, "crl of the issuer of chain/1");
}

TEST_CASE("chain: a list of another authority with the same name does not count") {
    Scene scene;
    const PrivateKey other_key = key_from("impostor");
    const Authority impostor(Authority("elsewhere"), authority_order(other_key, "middle"), other_key.clone());
    scene.crls[0] = impostor.crl();
    check_refused(scene, ErrorCode::crl_missing, "crl of the issuer of chain/0");
}

TEST_CASE("chain: a list with a changed byte is refused by its signature") {
    Scene scene;
    Bytes der = scene.crls[0].der;
    der.back() ^= 1;
    scene.crls[0] = parse_crl(der).value();
    check_refused(scene, ErrorCode::crl_signature_wrong, "crl of the issuer of chain/0");
}

TEST_CASE("chain: a list past its next update is refused, unless a grace allows it") {
    Scene scene;
    CrlOrder order = crl_order();
    order.next_update = scene.now;
    scene.crls[0] = scene.middle.crl(order);
    check_refused(scene, ErrorCode::crl_expired, "crl of the issuer of chain/0");
    scene.grace = 1;
    CHECK(scene.validate().value().valid_until == scene.now.plus_milliseconds(1));
    scene.now = scene.now.plus_milliseconds(1);
    check_refused(scene, ErrorCode::crl_expired, "crl of the issuer of chain/0");
}

TEST_CASE("chain: an expired list still revokes") {
    Scene scene;
    CrlOrder order = crl_order();
    order.next_update = scene.now.plus_milliseconds(-1000);
    order.revoked = {{scene.chain[0].serial, order.this_update}};
    scene.crls[0] = scene.middle.crl(order);
    check_refused(scene, ErrorCode::certificate_revoked, "chain/0");
}

TEST_CASE("chain: the newest list in force decides, and a later one ends the verdict's interval") {
    Scene scene;
    CrlOrder newer = crl_order();
    newer.this_update = scene.now.plus_days(1);
    newer.revoked = {{scene.chain[0].serial, newer.this_update}};
    scene.crls.push_back(scene.middle.crl(newer));
    const VerifiedSigner signer = scene.validate().value();
    CHECK(signer.valid_until == newer.this_update);
    scene.now = newer.this_update;
    check_refused(scene, ErrorCode::certificate_revoked, "chain/0");
}

TEST_CASE("chain: a list dated in the future alone is refused") {
    Scene scene;
    CrlOrder future = crl_order();
    future.this_update = scene.now.plus_milliseconds(1000);
    scene.crls[0] = scene.middle.crl(future);
    check_refused(scene, ErrorCode::crl_not_yet_valid, "crl of the issuer of chain/0");
}

TEST_CASE("chain: an unknown root is refused") {
    Scene scene;
    scene.roots = {Authority("somebody else").trust()};
    check_refused(scene, ErrorCode::certificate_unknown_root, "chain/1");
    scene.chain.push_back(scene.root.certificate());
    check_refused(scene, ErrorCode::certificate_unknown_root, "chain/2");
    scene.roots.clear();
    check_refused(scene, ErrorCode::certificate_unknown_root, "chain/2");
}

TEST_CASE("chain: of several roots the right one is found and names its policy") {
    Scene scene;
    scene.roots = {Authority("first").trust("first"), scene.root.trust("right"), Authority("last").trust("last")};
    CHECK(scene.validate().value().policy == "right");
}

TEST_CASE("chain: a certificate signed by another key than the next one's is refused") {
    Scene scene;
    Bytes der = scene.chain[0].der;
    der[der.size() - 1] ^= 1;
    scene.chain[0] = parse_certificate(der).value();
    check_refused(scene, ErrorCode::certificate_signature_wrong, "chain/0");
}

TEST_CASE("chain: certificates out of order are refused") {
    Scene scene;
    scene.chain.insert(scene.chain.begin() + 1, scene.root.certificate());
    check_refused(scene, ErrorCode::certificate_signature_wrong, "chain/0");
}

TEST_CASE("chain: a signer may not act as an authority") {
    Scene scene;
    const Authority rogue(scene.middle, signer_order(scene.key), scene.key.clone());
    scene.chain = {rogue.certify(signer_order(key_from("victim"))), rogue.certificate(), scene.middle.certificate()};
    check_refused(scene, ErrorCode::certificate_wrong_usage, "chain/1");
}

TEST_CASE("chain: an authority may not sign documents") {
    Scene scene;
    scene.chain = {scene.middle.certificate()};
    check_refused(scene, ErrorCode::certificate_wrong_usage, "chain/0");
    scene.chain = {scene.root.certificate()};
    check_refused(scene, ErrorCode::certificate_wrong_usage, "chain/0");
}

TEST_CASE("chain: a path longer than an authority allows is refused") {
    Scene scene;
    CertificateOrder order = authority_order(key_from("middle"), "middle");
    order.path_length = 0;
    scene.replace_middle(order);
    CHECK(scene.validate().ok());
    const Authority below(scene.middle, "below");
    scene.chain = {below.certify(signer_order(scene.key)), below.certificate(), scene.middle.certificate()};
    scene.crls.push_back(below.crl());
    check_refused(scene, ErrorCode::certificate_path_too_long, "chain/2");
}

TEST_CASE("chain: five certificates with the root are the most") {
    Scene scene;
    const Authority third(scene.middle, "third");
    const Authority fourth(third, "fourth");
    scene.crls.push_back(third.crl());
    scene.crls.push_back(fourth.crl());
    scene.chain = {third.certify(signer_order(scene.key)), third.certificate(), scene.middle.certificate(),
                   scene.root.certificate()};
    CHECK(scene.validate().ok());
    scene.chain = {fourth.certify(signer_order(scene.key)), fourth.certificate(), third.certificate(),
                   scene.middle.certificate()};
    CHECK(scene.validate().ok());
    const Authority fifth(fourth, "fifth");
    scene.chain.insert(scene.chain.begin(), fifth.certify(signer_order(scene.key)));
    scene.chain[1] = fifth.certificate();
    scene.chain.insert(scene.chain.begin() + 2, fourth.certificate());
    check_refused(scene, ErrorCode::certificate_path_too_long, "chain");
}

TEST_CASE("chain: a signer without name or identifying number is refused") {
    Scene scene;
    CertificateOrder order = signer_order(scene.key);
    order.subject = encode_name({"CN", "无号公司", "", "无号", ""}).value();
    scene.sign_with(order);
    check_refused(scene, ErrorCode::certificate_subject_incomplete, "chain/0");
}

TEST_CASE("chain: an empty chain is refused") {
    Scene scene;
    scene.chain.clear();
    CHECK(scene.validate().error().code == ErrorCode::certificate_malformed);
}

TEST_CASE("chain: cache keys depend on every certificate and list, not on the order of lists") {
    const Scene scene;
    const std::vector<RevocationList> swapped = {scene.crls[1], scene.crls[0]};
    CHECK(crl_set_hash(scene.crls) == crl_set_hash(swapped));
    CHECK(crl_set_hash(scene.crls) != crl_set_hash(std::span(scene.crls).first(1)));
    CHECK(chain_key(scene.chain) != chain_key(std::span(scene.chain).first(1)));
}
