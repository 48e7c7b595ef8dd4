#include "crypto/vector_lines.h"
#include "kaibiao/crypto/aead.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::crypto::test;

namespace {

const ByteArray<32> key = array_from_hex<32>("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
const ByteArray<12> nonce = array_from_hex<12>("070000004041424344454647");

Bytes sealed(ByteView plain) {
    Bytes out(plain.size() + aead_tag_size);
    aead_seal(key, nonce, plain, out);
    return out;
}

} // namespace

TEST_CASE("crypto: ChaCha20-Poly1305 of Wycheproof seals and opens") {
    int count = 0;
    for (const auto& line : vector_lines("chacha20_poly1305.txt")) {
        const auto its_key = array_from_hex<32>(line[1]);
        const auto its_nonce = array_from_hex<12>(line[2]);
        const Bytes plain = from_hex(line[3]);
        Bytes out(plain.size() + aead_tag_size), back(plain.size());
        aead_seal(its_key, its_nonce, plain, out);
        CHECK(to_hex(out) == line[4]);
        CHECK(aead_open(its_key, its_nonce, out, back).ok());
        CHECK(back == plain);
        ++count;
    }
    CHECK(count == 45);
}

TEST_CASE("crypto: a sealed chunk with one flipped bit does not open and nothing is written") {
    const Bytes good = sealed(as_bytes("opening sheet"));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes changed = good, out(good.size() - aead_tag_size, 0xEE);
        changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        const Status status = aead_open(key, nonce, changed, out);
        REQUIRE_FALSE(status.ok());
        CHECK(status.error().code == ErrorCode::decryption_failed);
        CHECK(out == Bytes(out.size(), 0xEE));
    }
}

TEST_CASE("crypto: another key or nonce, or fewer bytes than a tag, do not open") {
    const Bytes good = sealed(as_bytes("x"));
    Bytes out(1);
    ByteArray<32> other_key = key;
    other_key[31] ^= 1;
    ByteArray<12> other_nonce = nonce;
    other_nonce[11] ^= 1;
    CHECK_FALSE(aead_open(other_key, nonce, good, out).ok());
    CHECK_FALSE(aead_open(key, other_nonce, good, out).ok());
    for (std::size_t size = 0; size < aead_tag_size; ++size)
        CHECK_FALSE(aead_open(key, nonce, ByteView(good).first(size), {}).ok());
}

TEST_CASE("crypto: sealing and opening in place give the same bytes") {
    for (const std::size_t size : {0, 1, 63, 64, 65, 1000, 65'536}) {
        Bytes plain(size);
        for (std::size_t i = 0; i < size; ++i) plain[i] = static_cast<std::uint8_t>(i * 31);
        Bytes buffer = plain;
        buffer.resize(size + aead_tag_size);
        aead_seal(key, nonce, ByteView(buffer).first(size), buffer);
        CHECK(buffer == sealed(plain));
        CHECK(aead_open(key, nonce, buffer, MutableBytes(buffer).first(size)).ok());
        CHECK(equal_public(ByteView(buffer).first(size), plain));
        kaibiao::test::record("sealed", sealed(plain));
    }
}
