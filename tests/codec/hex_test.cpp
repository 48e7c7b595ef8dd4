#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::codec;

TEST_CASE("codec: hex is lower case and round trips") {
    Bytes all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
    const std::string text = encode_hex(all);
    CHECK(text.substr(0, 8) == "00010203");
    CHECK(text.substr(504) == "fcfdfeff");
    CHECK(*decode_hex(text) == all);
    CHECK(decode_hex("")->empty());
}

TEST_CASE("codec: hex in upper case, of odd length or with other characters is refused") {
    for (const std::string_view text : {"0A", "a", "abc", "0g", "g0", "0x", " 00", "00 ", "0\n", "é"}) {
        const Result<Bytes> bytes = decode_hex(text);
        REQUIRE_MESSAGE(!bytes.ok(), text);
        CHECK(bytes.error().code == ErrorCode::hex_malformed);
    }
    CHECK(decode_hex("00zz").error().place == "byte 2");
}

TEST_CASE("codec: a digest is exactly 64 digits") {
    const std::string text(64, 'a');
    REQUIRE(decode_digest(text).ok());
    CHECK(encode_hex(*decode_digest(text)) == text);
    CHECK_FALSE(decode_digest(text + "aa").ok());
    CHECK_FALSE(decode_digest(text.substr(2)).ok());
    CHECK_FALSE(decode_digest(std::string(64, 'A')).ok());
    CHECK_FALSE(decode_digest("").ok());
}
