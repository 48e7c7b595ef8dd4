#include "crypto/vector_lines.h"
#include "kaibiao/crypto/curve.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::crypto::test;

namespace {

std::string x25519(std::string_view scalar, std::string_view point) {
    const auto shared = x25519_shared(array_from_hex<32>(scalar), array_from_hex<32>(point));
    return shared.ok() ? to_hex(shared->view()) : std::string(info(shared.error().code).name);
}

} // namespace

TEST_CASE("crypto: X25519 of RFC 7748 section 5.2") {
    CHECK(x25519("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                 "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c") ==
          "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    CHECK(x25519("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
                 "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493") ==
          "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
}

TEST_CASE("crypto: X25519 iterated a thousand times as in RFC 7748") {
    ByteArray<32> k{9}, u{9};
    for (int i = 0; i < 1000; ++i) {
        const auto next = x25519_shared(k, u);
        REQUIRE(next.ok());
        u = k;
        std::copy(next->view().begin(), next->view().end(), k.begin());
        if (i == 0) CHECK(to_hex(k) == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
    }
    CHECK(to_hex(k) == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

TEST_CASE("crypto: X25519 key agreement of RFC 7748 section 6.1") {
    const std::string_view alice = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    const std::string_view bob = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
    const std::string alice_public = to_hex(x25519_public(array_from_hex<32>(alice)));
    const std::string bob_public = to_hex(x25519_public(array_from_hex<32>(bob)));
    CHECK(alice_public == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    CHECK(bob_public == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    CHECK(x25519(alice, bob_public) == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    CHECK(x25519(bob, alice_public) == x25519(alice, bob_public));
}

TEST_CASE("crypto: X25519 of Wycheproof, and points of low order are refused") {
    int agreed = 0, refused = 0;
    for (const auto& line : vector_lines("x25519.txt")) {
        const bool low_order = line[3] == std::string(64, '0');
        CHECK_MESSAGE(x25519(line[1], line[2]) == (low_order ? "point_is_identity" : line[3]), line[2]);
        ++(low_order ? refused : agreed);
    }
    CHECK(agreed == 487);
    CHECK(refused == 31);
}

TEST_CASE("crypto: Ed25519 of RFC 8032 section 7.1") {
    struct Row {
        std::string_view seed, public_key, message, signature;
    };
    const Row rows[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
                         "46bd25bf5f0595bbe24655141438e7a100b"},
                        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
                         "d8c387b2eaeb4302aeeb00d291612bb0c00"},
                        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
                         "6594a7c15e9716ed28dc027beceea1ec40a"},
                        {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
                         "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
                         "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
                         "bbd454d4423643ce80e2a9ac94fa54ca49f",
                         "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
                         "0303dca179c138ac17ad9bef1177331a704"}};
    for (const Row& row : rows) {
        const auto seed = array_from_hex<32>(row.seed);
        const Bytes message = from_hex(row.message);
        CHECK(to_hex(ed25519_public(seed)) == row.public_key);
        const ByteArray<64> signature = ed25519_sign(seed, message);
        CHECK(to_hex(signature) == row.signature);
        CHECK(ed25519_verify(ed25519_public(seed), message, signature));
        kaibiao::test::record("signature", signature);
    }
}

TEST_CASE("crypto: an Ed25519 signature with one flipped bit, or over another message, does not verify") {
    const ByteArray<32> seed{1, 2, 3};
    const auto public_key = ed25519_public(seed);
    const ByteArray<64> signature = ed25519_sign(seed, as_bytes("message"));
    for (std::size_t bit = 0; bit < 512; ++bit) {
        ByteArray<64> changed = signature;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK_FALSE(ed25519_verify(public_key, as_bytes("message"), changed));
    }
    CHECK_FALSE(ed25519_verify(public_key, as_bytes("massage"), signature));
    CHECK_FALSE(ed25519_verify(ed25519_public(ByteArray<32>{4}), as_bytes("message"), signature));
    CHECK_FALSE(ed25519_verify(ByteArray<32>{1}, as_bytes("message"), signature));
}
