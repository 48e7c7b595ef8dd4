#include "kaibiao/sign/jws.h"

#include "authority_builder.h"
#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/der.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::sign;
using namespace kaibiao::test;
using codec::Base64;
using codec::Json;

namespace {

struct Scene {
    Authority root{"root"};
    crypto::PrivateKey key = key_from("signer");
    std::vector<Bytes> x5c = {root.issue(signer_order(key))};
    std::string payload = R"({"lot":"1"})";

    std::string sign(std::string_view purpose = "submit") const {
        return sign_jws(as_bytes(payload), purpose, x5c, key, blinding_from("jws")).value();
    }
};

std::string url(std::string_view text) { return codec::encode_base64(as_bytes(text), Base64::url_unpadded); }

/// The parts of a flattened JWS, to be changed and put together again.
struct Parts {
    std::string header;
    std::string payload;
    std::string signature;

    std::string text() const {
        return codec::dump_canonical(Json::object()
                                         .set("payload", Json(payload))
                                         .set("protected", Json(header))
                                         .set("signature", Json(signature)));
    }
};

std::string decoded_header(const Parts& parts) {
    return std::string(as_text(codec::decode_base64(parts.header, Base64::url_unpadded).value()));
}

Parts take_apart(const std::string& text) {
    const Json json = codec::parse_canonical(as_bytes(text)).value();
    return {*json.find("protected")->as_string(), *json.find("payload")->as_string(),
            *json.find("signature")->as_string()};
}

/// The header with `from` replaced by `to`, not signed again.
std::string with_header(Parts parts, std::string_view from, std::string_view to) {
    std::string header = decoded_header(parts);
    const std::size_t at = header.find(from);
    REQUIRE(at != std::string::npos);
    parts.header = url(header.replace(at, from.size(), to));
    return parts.text();
}

ErrorCode parse_error(std::string_view text) {
    const auto parsed = parse_jws(as_bytes(text));
    REQUIRE_FALSE(parsed.ok());
    return parsed.error().code;
}

} // namespace

TEST_CASE("jws: what was signed is read back and verifies") {
    const Scene scene;
    const std::string text = scene.sign();
    record("jws", text);
    const Jws jws = parse_jws(as_bytes(text)).value();
    CHECK(jws.purpose == "submit");
    CHECK(jws.algorithm == JwsAlgorithm::es256);
    CHECK(as_text(jws.payload) == scene.payload);
    CHECK(jws.chain.size() == 1);
    CHECK(jws.chain[0].der == scene.x5c[0]);
    CHECK(verify_jws_signature(jws, "submit").ok());
}

TEST_CASE("jws: the protected header is exactly alg, typ and x5c") {
    const Scene scene;
    const std::string header = decoded_header(take_apart(scene.sign()));
    CHECK(header.rfind(R"({"alg":"ES256","typ":"kaibiao-submit+jws","x5c":["MII)", 0) == 0);
}

TEST_CASE("jws: an empty payload and a payload of any bytes can be signed") {
    const Scene scene;
    for (const Bytes& payload : {Bytes(), Bytes{0, 0xff, 0x80}}) {
        const std::string text = sign_jws(payload, "submit", scene.x5c, scene.key, blinding_from("x")).value();
        const Jws jws = parse_jws(as_bytes(text)).value();
        CHECK(jws.payload == payload);
        CHECK(verify_jws_signature(jws, "submit").ok());
    }
}

TEST_CASE("jws: another purpose is refused, though the signature is right") {
    const Jws jws = parse_jws(as_bytes(Scene().sign("submit"))).value();
    CHECK(verify_jws_signature(jws, "withdraw").error().code == ErrorCode::jws_type_wrong);
    CHECK(verify_jws_signature(jws, "submi").error().code == ErrorCode::jws_type_wrong);
}

TEST_CASE("jws: `none` and algorithms that are not accepted are refused") {
    const Parts parts = take_apart(Scene().sign());
    for (const char* alg : {"none", "None", "", "HS256", "ES256K", "es256", "ES384", "RS1", "RS512", "SM2"}) {
        CAPTURE(alg);
        CHECK(parse_error(with_header(parts, "ES256", alg)) == ErrorCode::jws_algorithm_refused);
    }
}

TEST_CASE("jws: an accepted algorithm that does not fit the key is refused") {
    const Parts parts = take_apart(Scene().sign());
    for (const char* alg : {"EdDSA", "RS256", "PS256"}) {
        const Jws jws = parse_jws(as_bytes(with_header(parts, "ES256", alg))).value();
        CHECK(verify_jws_signature(jws, "submit").error().code == ErrorCode::jws_key_mismatch);
    }
}

TEST_CASE("jws: EdDSA by a certified device key verifies, and its chain is validated like any other") {
    const Scene scene;
    const ByteArray<32> seed = blinding_from("device");
    crypto::CertificateOrder order = signer_order(scene.key, "device");
    const Bytes algorithm = crypto::der_sequence({crypto::der_oid("1.3.101.112")});
    order.spki = crypto::der_sequence({algorithm, crypto::der_bit_string(crypto::ed25519_public(seed))});
    const crypto::Certificate leaf = scene.root.certify(order);
    const std::string header = R"({"alg":"EdDSA","typ":"kaibiao-submit+jws","x5c":[")" +
                               codec::encode_base64(leaf.der, Base64::standard_padded) + R"("]})";
    Parts parts{url(header), url(scene.payload), {}};
    const auto signature = crypto::ed25519_sign(seed, as_bytes(parts.header + "." + parts.payload));
    parts.signature = codec::encode_base64(signature, Base64::url_unpadded);
    const Jws jws = parse_jws(as_bytes(parts.text())).value();
    CHECK(verify_jws_signature(jws, "submit").ok());
    const std::vector<TrustRoot> roots = {scene.root.trust()};
    const std::vector<crypto::RevocationList> crls = {scene.root.crl()};
    CHECK(validate_chain({jws.chain, roots, crls, frozen_now()}).value().subject.common_name == "device");
    parts.payload = url("{}");
    CHECK(verify_jws_signature(parse_jws(as_bytes(parts.text())).value(), "submit").error().code ==
          ErrorCode::jws_signature_wrong);
}

TEST_CASE("jws: a type that is not ours is refused") {
    const Parts parts = take_apart(Scene().sign());
    for (const char* typ : {"JWT", "kaibiao-+jws", "kaibiao+jws", "kaibiao-Submit+jws", "kaibiao-submit+jwt",
                            "kaibiao--submit+jws", "application/kaibiao-submit+jws", "kaibiao-a b+jws"}) {
        CAPTURE(typ);
        CHECK(parse_error(with_header(parts, "kaibiao-submit+jws", typ)) == ErrorCode::jws_type_wrong);
    }
}

TEST_CASE("jws: a missing, additional or renamed member of the header is refused") {
    const Parts parts = take_apart(Scene().sign());
    CHECK(parse_error(with_header(parts, R"("alg":"ES256",)", "")) == ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, R"("alg":"ES256",)", R"("alg":"ES256","crit":["exp"],)")) ==
          ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, R"("alg":"ES256",)", R"("alg":"ES256","b64":false,)")) ==
          ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, R"("typ")", R"("Typ")")) == ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, R"("alg":"ES256",)", R"("alg":"ES256","alg":"ES256",)")) ==
          ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, R"("alg":)", R"( "alg":)")) == ErrorCode::jws_malformed);
}

TEST_CASE("jws: an empty, overlong or damaged x5c is refused") {
    const Scene scene;
    const Parts parts = take_apart(scene.sign());
    const std::string leaf = codec::encode_base64(scene.x5c[0], Base64::standard_padded);
    const std::string quoted = "[\"" + leaf + "\"]";
    const std::string six =
        "[\"" + leaf + "\",\"" + leaf + "\",\"" + leaf + "\",\"" + leaf + "\",\"" + leaf + "\",\"" + leaf + "\"]";
    CHECK(parse_error(with_header(parts, quoted, "[]")) == ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, quoted, six)) == ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, quoted, "[7]")) == ErrorCode::jws_malformed);
    CHECK(parse_error(with_header(parts, quoted, "[\"MIIB\"]")) == ErrorCode::certificate_malformed);
    CHECK(parse_error(with_header(parts, quoted, "[\"MIIB=\"]")) == ErrorCode::jws_malformed);
}

TEST_CASE("jws: the flattened text has one form only") {
    const std::string good = Scene().sign();
    const Parts parts = take_apart(good);
    CHECK(parse_error(" " + good) == ErrorCode::jws_malformed);
    CHECK(parse_error(good + "\n") == ErrorCode::jws_malformed);
    CHECK(parse_error("") == ErrorCode::jws_malformed);
    CHECK(parse_error("[]") == ErrorCode::jws_malformed);
    const std::string general = codec::dump_canonical(Json::object()
                                                          .set("header", Json::object())
                                                          .set("payload", Json(parts.payload))
                                                          .set("protected", Json(parts.header))
                                                          .set("signature", Json(parts.signature)));
    CHECK(parse_error(general) == ErrorCode::jws_malformed);
    const std::string compact = parts.header + "." + parts.payload + "." + parts.signature;
    CHECK(parse_error(compact) == ErrorCode::jws_malformed);
}

TEST_CASE("jws: base64url with padding, plus, spare bits or white space is refused in every member") {
    const Parts good = take_apart(Scene().sign());
    for (std::string Parts::*member : {&Parts::header, &Parts::payload, &Parts::signature}) {
        for (const char* tail : {"=", "+", "/", " ", "!"}) {
            Parts bad = good;
            bad.*member += tail;
            CHECK(parse_error(bad.text()) == ErrorCode::jws_malformed);
        }
    }
    Parts spare = good; // the last of 86 characters has four spare bits
    spare.signature.back() = spare.signature.back() == 'B' ? 'C' : 'B';
    CHECK(parse_error(spare.text()) == ErrorCode::jws_malformed);
}

TEST_CASE("jws: any changed character of the payload or the signature is noticed") {
    const Parts good = take_apart(Scene().sign());
    for (std::string Parts::*member : {&Parts::payload, &Parts::signature}) {
        for (std::size_t i = 0; i < (good.*member).size(); i += 5) {
            Parts bad = good;
            (bad.*member)[i] = (bad.*member)[i] == 'A' ? 'E' : 'A';
            const auto parsed = parse_jws(as_bytes(bad.text()));
            CHECK((!parsed.ok() ||
                   verify_jws_signature(*parsed, "submit").error().code == ErrorCode::jws_signature_wrong));
        }
    }
}

TEST_CASE("jws: a signature of another length is refused") {
    Parts parts = take_apart(Scene().sign());
    for (const std::size_t size : {0u, 63u, 65u, 72u, 96u}) {
        parts.signature = codec::encode_base64(Bytes(size, 1), Base64::url_unpadded);
        const Jws jws = parse_jws(as_bytes(parts.text())).value();
        CHECK(verify_jws_signature(jws, "submit").error().code == ErrorCode::jws_signature_wrong);
    }
}

TEST_CASE("jws: another person's certificate in the header does not verify") {
    const Scene scene;
    const Parts parts = take_apart(scene.sign());
    const std::string own = codec::encode_base64(scene.x5c[0], Base64::standard_padded);
    const Bytes other = scene.root.issue(signer_order(key_from("other")));
    const std::string swapped = with_header(parts, own, codec::encode_base64(other, Base64::standard_padded));
    CHECK(verify_jws_signature(parse_jws(as_bytes(swapped)).value(), "submit").error().code ==
          ErrorCode::jws_signature_wrong);
}

TEST_CASE("jws: signing with a key that is not the leaf's, or for a purpose that cannot be, is refused") {
    const Scene scene;
    const auto sign = [&](const crypto::PrivateKey& key, std::string_view purpose, std::span<const Bytes> x5c) {
        return sign_jws(as_bytes(scene.payload), purpose, x5c, key, blinding_from("x"));
    };
    CHECK(sign(key_from("other"), "submit", scene.x5c).error().code == ErrorCode::jws_key_mismatch);
    CHECK(sign(scene.key, "Submit", scene.x5c).error().code == ErrorCode::jws_malformed);
    CHECK(sign(scene.key, "", scene.x5c).error().code == ErrorCode::jws_malformed);
    CHECK(sign(scene.key, "submit", {}).error().code == ErrorCode::jws_malformed);
    const std::vector<Bytes> broken = {Bytes{1, 2, 3}};
    CHECK(sign(scene.key, "submit", broken).error().code == ErrorCode::certificate_malformed);
}

TEST_CASE("jws: nesting and size are bounded") {
    const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
    CHECK(parse_error(deep) == ErrorCode::jws_malformed);
    Parts parts = take_apart(Scene().sign());
    parts.header = url(deep);
    CHECK(parse_error(parts.text()) == ErrorCode::jws_malformed);
    parts.payload = std::string(largest_jws, 'A');
    CHECK(parse_error(parts.text()) == ErrorCode::jws_malformed);
}
