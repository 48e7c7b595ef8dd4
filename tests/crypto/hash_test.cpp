#include "crypto/vector_lines.h"
#include "kaibiao/crypto/hash.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::crypto::test;

// FIPS 180-4 examples.
TEST_CASE("crypto: SHA-256 and SHA-512 of the standard's examples") {
    CHECK(to_hex(sha256(ByteView{})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256(as_bytes("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(to_hex(sha256(Bytes(1'000'000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(to_hex(sha512({as_bytes("a"), as_bytes("bc")})) ==
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("crypto: SHA-256 in pieces is SHA-256 of the whole") {
    Bytes whole;
    for (int i = 0; i < 300; ++i) whole.push_back(static_cast<std::uint8_t>(7 * i));
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        const ByteView left = ByteView(whole).first(cut), right = ByteView(whole).subspan(cut);
        CHECK(Sha256().update(left).update(right).finish() == sha256(whole));
        CHECK(sha256({left, right}) == sha256(whole));
    }
    kaibiao::test::record("sha256", sha256(whole));
}

TEST_CASE("crypto: a copied SHA-256 goes on by itself") {
    Sha256 first;
    first.update("ab");
    Sha256 second = first;
    Sha256 third;
    third = first;
    CHECK(first.update("c").finish() == sha256(as_bytes("abc")));
    CHECK(second.update("d").finish() == sha256(as_bytes("abd")));
    Sha256 moved = std::move(third);
    CHECK(moved.update("c").finish() == sha256(as_bytes("abc")));
}

TEST_CASE("crypto: HMAC-SHA-256 of RFC 4231") {
    CHECK(to_hex(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There"))) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(to_hex(hmac_sha256(Bytes(131, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("crypto: HMAC-SHA-256 of Wycheproof") {
    int count = 0;
    for (const auto& line : vector_lines("hmac_sha256.txt")) {
        const bool same = to_hex(hmac_sha256(from_hex(line[1]), from_hex(line[2]))) == line[3];
        CHECK_MESSAGE(same == (line[0] == "valid"), line[1]);
        ++count;
    }
    CHECK(count == 87);
}

// The first three are RFC 5869 A.1 to A.3.
TEST_CASE("crypto: HKDF-SHA-256 of Wycheproof and RFC 5869") {
    int count = 0;
    for (const auto& line : vector_lines("hkdf_sha256.txt")) {
        Bytes out(from_hex(line[4]).size());
        hkdf_sha256(from_hex(line[1]), from_hex(line[2]), from_hex(line[3]), out);
        CHECK_MESSAGE(to_hex(out) == line[4], line[1]);
        ++count;
    }
    CHECK(count == 83);
    CHECK(vector_lines("hkdf_sha256.txt")[0][4] ==
          "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST_CASE("crypto: a key by HKDF is the first 32 bytes of its output") {
    Bytes out(64);
    hkdf_sha256(as_bytes("input"), as_bytes("salt"), as_bytes("info"), out);
    CHECK(equal_public(hkdf_sha256_key(as_bytes("input"), as_bytes("salt"), as_bytes("info")).view(),
                       ByteView(out).first(32)));
}

TEST_CASE("crypto: comparison in constant time tells equal from different") {
    CHECK(equal_constant_time({}, {}));
    CHECK(equal_constant_time(Bytes{1, 2}, Bytes{1, 2}));
    CHECK_FALSE(equal_constant_time(Bytes{1, 2}, Bytes{1, 3}));
    CHECK_FALSE(equal_constant_time(Bytes{1, 2}, Bytes{0, 2}));
    CHECK_FALSE(equal_constant_time(Bytes{1, 2}, Bytes{1}));
    CHECK_FALSE(equal_constant_time(Bytes{}, Bytes{0}));
}
