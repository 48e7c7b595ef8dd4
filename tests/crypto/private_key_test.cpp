#include "kaibiao/crypto/private_key.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/public_key.h"
#include "record.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::crypto;

namespace {

Bytes from_hex(std::string_view hex) {
    Bytes out;
    const auto nibble = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out.push_back(static_cast<std::uint8_t>(nibble(hex[i]) << 4 | nibble(hex[i + 1])));
    }
    return out;
}

template <std::size_t N> ByteArray<N> filled(std::uint8_t value) {
    ByteArray<N> out{};
    out.fill(value);
    return out;
}

/// RFC 6979 appendix A.2.5.
PrivateKey rfc6979_key() {
    const Bytes scalar = from_hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    return PrivateKey::from_scalar(ByteView(scalar).first<32>()).value();
}

const ByteArray<32> blinding = filled<32>(0x5a);

PublicKey public_of(const PrivateKey& key) { return parse_public_key(key.spki()).value(); }

Pkcs8Lock small_lock() {
    Pkcs8Lock lock;
    lock.salt = filled<16>(1);
    lock.iv = filled<16>(2);
    return lock;
}

} // namespace

TEST_CASE("private key: RFC 6979 A.2.5, the public key and the signatures of `sample` and `test`") {
    const PrivateKey key = rfc6979_key();
    CHECK(to_bytes(key.public_point()) == from_hex("0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
                                                   "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
    CHECK(to_bytes(key.sign_es256(as_bytes("sample"), blinding)) ==
          from_hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                   "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"));
    CHECK(to_bytes(key.sign_es256(as_bytes("test"), blinding)) ==
          from_hex("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
                   "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"));
}

TEST_CASE("private key: blinding does not change a signature") {
    const PrivateKey key = rfc6979_key();
    CHECK(key.sign_es256(as_bytes("x"), filled<32>(0)) == key.sign_es256(as_bytes("x"), filled<32>(0xff)));
}

TEST_CASE("private key: a signature verifies with its message and key and with no other") {
    const PrivateKey key = PrivateKey::generate(filled<64>(7));
    const PublicKey own = public_of(key);
    auto signature = key.sign_es256(as_bytes("message"), blinding);
    test::record("signature", signature);
    CHECK(verify_es256(own, as_bytes("message"), signature));
    CHECK_FALSE(verify_es256(own, as_bytes("massage"), signature));
    CHECK_FALSE(verify_es256(public_of(rfc6979_key()), as_bytes("message"), signature));
    signature[40] ^= 1;
    CHECK_FALSE(verify_es256(own, as_bytes("message"), signature));
    const Bytes der = key.sign_der(as_bytes("message"), blinding);
    CHECK(verify_signature(own, SignatureAlgorithm::ecdsa_sha256, as_bytes("message"), der));
    CHECK_FALSE(verify_signature(own, SignatureAlgorithm::ecdsa_sha384, as_bytes("message"), der));
    CHECK_FALSE(verify_signature(own, SignatureAlgorithm::weak, as_bytes("message"), der));
}

TEST_CASE("private key: zero, n and beyond are refused as scalars") {
    const Bytes n = from_hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    Bytes below = n;
    below.back() -= 1;
    CHECK_FALSE(PrivateKey::from_scalar(filled<32>(0)).ok());
    CHECK_FALSE(PrivateKey::from_scalar(ByteView(n).first<32>()).ok());
    CHECK_FALSE(PrivateKey::from_scalar(filled<32>(0xff)).ok());
    CHECK(PrivateKey::from_scalar(ByteView(below).first<32>()).ok());
}

TEST_CASE("private key: entropy whose first half is out of range falls back to its second half") {
    ByteArray<64> entropy = filled<64>(0xff);
    std::fill(entropy.begin() + 32, entropy.end(), std::uint8_t{9});
    const PrivateKey key = PrivateKey::generate(entropy);
    CHECK(equal_public(key.scalar(), filled<32>(9)));
}

TEST_CASE("private key: PKCS #8 is read back and is byte for byte what is documented") {
    const PrivateKey key = rfc6979_key();
    const SecretBytes der = encode_pkcs8(key);
    CHECK(der.size() == 138);
    CHECK(decode_pkcs8(der.view()).value().public_point() == key.public_point());
    test::record("pkcs8", der.view());
}

TEST_CASE("private key: a PKCS #8 file with any one bit flipped, or cut anywhere, is refused") {
    const PrivateKey key = rfc6979_key();
    const Bytes good = to_bytes(encode_pkcs8(key).view());
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes bad = good;
        bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1 << bit % 8);
        CAPTURE(bit);
        CHECK_FALSE(decode_pkcs8(bad).ok());
    }
    for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(decode_pkcs8(ByteView(good).first(size)).ok());
}

TEST_CASE("private key: an encrypted file opens with its passphrase only") {
    const PrivateKey key = rfc6979_key();
    const Bytes der = encrypt_pkcs8(key, as_bytes("correct horse"), small_lock());
    test::record("encrypted pkcs8", der);
    CHECK(decrypt_pkcs8(der, as_bytes("correct horse")).value().public_point() == key.public_point());
    CHECK(decrypt_pkcs8(der, as_bytes("correct horsf")).error().code == ErrorCode::private_key_passphrase_wrong);
    Bytes cut = der;
    cut.pop_back();
    CHECK(decrypt_pkcs8(cut, as_bytes("correct horse")).error().code == ErrorCode::private_key_malformed);
    CHECK(decrypt_pkcs8(encode_pkcs8(key).view(), {}).error().code == ErrorCode::private_key_malformed);
}

TEST_CASE("private key: PBKDF2-HMAC-SHA-256 of RFC 7914 section 11") {
    Bytes out(64);
    pbkdf2_sha256(as_bytes("passwd"), as_bytes("salt"), 1, out);
    CHECK(out == from_hex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                          "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"));
}

TEST_CASE("public key: SubjectPublicKeyInfo of another curve point, length or trailing byte is refused") {
    const Bytes good = rfc6979_key().spki();
    CHECK(parse_public_key(good).value().kind == KeyKind::p256);
    Bytes off_curve = good;
    off_curve.back() ^= 1;
    CHECK(parse_public_key(off_curve).error().code == ErrorCode::key_malformed);
    Bytes trailing = good;
    trailing.push_back(0);
    CHECK_FALSE(parse_public_key(trailing).ok());
    Bytes compressed_form = good;
    compressed_form[good.size() - 65] = 0x02;
    CHECK_FALSE(parse_public_key(compressed_form).ok());
}

TEST_CASE("public key: an Ed25519 key of RFC 8410 section 10.1 is read") {
    const Bytes spki =
        from_hex("302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    const PublicKey key = parse_public_key(spki).value();
    CHECK(key.kind == KeyKind::ed25519);
    CHECK(key.point.size() == 32);
}

TEST_CASE("public key: SM2 is well-formed but not supported") {
    Bytes spki = from_hex("3059301306072a8648ce3d020106082a811ccf5501822d034200");
    spki.insert(spki.end(), 65, 4);
    CHECK(parse_public_key(spki).value().kind == KeyKind::unsupported);
    CHECK_FALSE(verify_es256(parse_public_key(spki).value(), as_bytes("m"), Bytes(64, 1)));
}
