#include "kaibiao/crypto/stream.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

std::string stream_hex(std::uint8_t last_key_byte, std::uint32_t block) {
    ByteArray<32> key{};
    key[31] = last_key_byte;
    Bytes out(crypto::chacha20_block_size, 0xff);
    crypto::chacha20_key_stream(key, block, out);
    return kaibiao::test::hex(out);
}

} // namespace

TEST_CASE("crypto: the ChaCha20 key stream is that of RFC 8439 appendix A.1") {
    CHECK(stream_hex(0, 0) == "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                              "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
    CHECK(stream_hex(0, 1) == "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
                              "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f");
    CHECK(stream_hex(1, 1) == "3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a"
                              "8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0");
}

TEST_CASE("crypto: a key stream read in pieces is the one read at once") {
    ByteArray<32> key{};
    key.fill(9);
    Bytes whole(10 * crypto::chacha20_block_size), pieces(whole.size());
    crypto::chacha20_key_stream(key, 5, whole);
    const MutableBytes view(pieces);
    crypto::chacha20_key_stream(key, 5, view.first(192));
    crypto::chacha20_key_stream(key, 8, view.subspan(192));
    CHECK(pieces == whole);
}
