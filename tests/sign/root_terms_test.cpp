#include "kaibiao/sign/root_terms.h"

#include "authority_builder.h"
#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/names.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::sign;
using namespace kaibiao::test;

namespace {

struct Scene {
    Authority root{"root"};
    Authority middle{root, "middle"};
    PrivateKey key = key_from("signer");
    std::vector<Certificate> chain = {middle.certify(signer_order(key)), middle.certificate()};
    std::vector<TrustRoot> roots = {root.trust("first")};
    std::vector<RevocationList> crls = {middle.crl(), root.crl()};
    Instant now = frozen_now();
    std::int64_t grace = 0;

    Result<VerifiedSigner> validate() const { return validate_chain({chain, roots, crls, now, grace}); }
    std::string verdict() const {
        const auto signer = validate();
        return signer.ok() ? signer->policy : std::string(info(signer.error().code).name) + " " + signer.error().place;
    }
};

Bytes policies(std::initializer_list<std::string_view> ids) {
    Bytes all;
    for (const std::string_view id : ids) append(all, der_sequence({der_oid(id)}));
    return der_sequence({all});
}

std::string refusal(std::string_view text) {
    const auto terms = read_root_terms(as_bytes(text));
    return terms.ok() ? "read" : std::string(info(terms.error().code).name) + " " + terms.error().place;
}

} // namespace

TEST_CASE("root terms: a file is read, and what is not understood is refused by its place") {
    const auto terms = read_root_terms(as_bytes(R"({
        "format": "kaibiao/root-terms/v1", "keys": ["p256", "rsa"],
        "certificate_policies": ["1.2.156.1"], "crl_grace_hours": 24})"));
    REQUIRE(terms.ok());
    CHECK(terms->key_kinds == std::vector{KeyKind::p256, KeyKind::rsa});
    CHECK(terms->certificate_policies == std::vector<std::string>{"1.2.156.1"});
    CHECK(terms->crl_grace_milliseconds == 86'400'000);
    CHECK(read_root_terms(as_bytes(R"({"format":"kaibiao/root-terms/v1"})")).ok());
    CHECK(refusal(R"({"format":"kaibiao/root-terms/v2"})") == "config_malformed /format");
    CHECK(refusal(R"({"format":"kaibiao/root-terms/v1","keys":["sm2"]})") == "config_malformed /keys");
    CHECK(refusal(R"({"format":"kaibiao/root-terms/v1","keys":[]})") == "config_malformed /keys");
    CHECK(refusal(R"({"format":"kaibiao/root-terms/v1","keys":[1]})") == "json_member_type /keys");
    for (const std::string id : {"1", ".1.2", "1.2.", "1..2", "1.a"})
        CHECK(refusal(R"({"format":"kaibiao/root-terms/v1","certificate_policies":[")" + id + "\"]}") ==
              "config_malformed /certificate_policies");
    CHECK(refusal(R"({"format":"kaibiao/root-terms/v1","crl_grace_hours":-1})") ==
          "json_member_range /crl_grace_hours");
    CHECK(refusal(R"({"format":"kaibiao/root-terms/v1","key":["rsa"]})") == "json_member_unknown /key");
}

TEST_CASE("root terms: a root that does not take the chain's keys leaves it to another root") {
    Scene scene;
    scene.roots[0].terms.key_kinds = {KeyKind::rsa};
    CHECK(scene.verdict() == "certificate_key_refused chain/0");
    scene.roots.push_back(scene.root.trust("second"));
    CHECK(scene.verdict() == "second");
}

TEST_CASE("root terms: a policy must hold from the root down to the signer") {
    Scene scene;
    scene.roots[0].terms.certificate_policies = {"1.2.3", "1.2.4"};
    CHECK(scene.verdict() == "certificate_policy_refused chain/1");
    scene.chain[1].policies = policies({any_policy});
    CHECK(scene.verdict() == "certificate_policy_refused chain/0");
    scene.chain[0].policies = policies({"1.2.9", "1.2.4"});
    CHECK(scene.verdict() == "first");
    scene.chain[1].policies = policies({"1.2.3"});
    CHECK(scene.verdict() == "certificate_policy_refused chain/0");
    scene.chain[0].policies = policies({any_policy});
    CHECK(scene.verdict() == "certificate_policy_refused chain/0");
    scene.chain[0].policies = Bytes{0x05, 0x00};
    CHECK(scene.verdict() == "certificate_malformed chain/0");
}

TEST_CASE("root terms: the shorter of profile's and root's grace counts, and lists in grace are named") {
    Scene scene;
    CrlOrder order = crl_order();
    order.next_update = scene.now.plus_milliseconds(-10'000);
    scene.crls[0] = scene.middle.crl(order);
    scene.grace = 10'001;
    const VerifiedSigner signer = scene.validate().value();
    CHECK(signer.lists_in_grace(scene.now) == std::vector<Digest>{fingerprint(scene.crls[0])});
    CHECK(signer.lists_in_grace(order.next_update.plus_milliseconds(-1)).empty());
    CHECK(signer.valid_until == scene.now.plus_milliseconds(1));
    scene.roots[0].terms.crl_grace_milliseconds = 10'000;
    CHECK(scene.verdict() == "crl_expired crl of the issuer of chain/0");
    scene.roots[0].terms.crl_grace_milliseconds = 1'000'000;
    CHECK(scene.verdict() == "first");
    scene.grace = 10'000;
    CHECK(scene.verdict() == "crl_expired crl of the issuer of chain/0");
}

TEST_CASE("chain: past a cross-signed authority the path ends in the root that is trusted") {
    Scene scene;
    const Authority other("other");
    const Authority cross(other, authority_order(scene.root.key(), "root"), key_from("root"));
    REQUIRE(cross.certificate().key.spki == scene.root.certificate().key.spki);
    REQUIRE(cross.certificate().subject.der == scene.root.certificate().subject.der);
    scene.chain.push_back(cross.certificate());
    scene.crls.push_back(other.crl());
    CHECK(scene.verdict() == "first"); // the root that the cross certificate stands for
    scene.roots = {other.trust("other")};
    CHECK(scene.verdict() == "other");
    scene.roots = {other.trust("other"), scene.root.trust("shorter")};
    CHECK(scene.verdict() == "shorter");
    scene.crls.pop_back();
    scene.roots.pop_back();
    CHECK(scene.verdict() == "crl_missing crl of the issuer of chain/2");
}

TEST_CASE("chain: of several roots with one name and key the one in force is taken") {
    Scene scene;
    TrustRoot expired = scene.root.trust("expired");
    expired.certificate.not_after = scene.now.plus_days(-1);
    scene.roots = {expired, scene.root.trust("renewed")};
    CHECK(scene.verdict() == "renewed");
    scene.roots.pop_back();
    CHECK(scene.verdict() == "certificate_expired chain/2");
}

TEST_CASE("chain: the search among roots of one name ends") {
    Scene scene;
    TrustRoot impostor = Authority("impostor").trust("impostor");
    impostor.certificate.subject = scene.root.certificate().subject;
    impostor.certificate.subject_key_id.clear();
    scene.roots.assign(std::size_t{most_root_trials} - 1, impostor);
    scene.roots.push_back(scene.root.trust("right"));
    CHECK(scene.verdict() == "right");
    scene.roots.insert(scene.roots.begin(), impostor);
    CHECK(scene.verdict() == "certificate_search_exhausted chain/1");
    scene.roots.assign(std::size_t{most_root_trials} - 1, impostor);
    CHECK(scene.verdict() == "certificate_signature_wrong chain/1");
}
