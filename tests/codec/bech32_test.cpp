#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::codec;

namespace {

void check_refused(std::string_view text) {
    const Result<Bech32> decoded = decode_bech32(text);
    REQUIRE_MESSAGE(!decoded.ok(), "accepted: ", text);
    CHECK(decoded.error().code == ErrorCode::bech32_malformed);
}

std::string recoded(const Bech32& decoded) { return *encode_bech32(decoded.prefix, decoded.data); }

} // namespace

// The valid strings of BIP 173 whose data are whole bytes.
TEST_CASE("codec: bech32 strings of BIP 173 decode and encode to themselves") {
    for (const std::string_view text :
         {"A12UEL5L", "a12uel5l",
          "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
          "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"}) {
        const Result<Bech32> decoded = decode_bech32(text);
        REQUIRE_MESSAGE(decoded.ok(), text);
        CHECK(recoded(*decoded) == text);
        kaibiao::test::record("bech32", decoded->data);
    }
    CHECK(decode_bech32("A12UEL5L")->prefix == "A");
    CHECK(decode_bech32("a12uel5l")->data.empty());
    CHECK(encode_hex(decode_bech32("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w")->data) ==
          "c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d");
}

TEST_CASE("codec: bech32 strings that BIP 173 calls invalid are refused") {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {"\x20"
          "1nwldj5"sv,
          "\x7F"
          "1axkwrx"sv,
          "\x80"
          "1eym55h"sv,
          "pzry9x0s0muk"sv, "1pzry9x0s0muk"sv, "x1b4n0q5v"sv, "li1dgmt3"sv, "de1lg7wt\xFF"sv, "A1G7SGD8"sv, "10a06t8"sv,
          "1qzzfhee"sv, ""sv, "1"sv, "a1"sv, "A12uEL5L"sv, "a12UEL5L"sv})
        check_refused(text);
}

TEST_CASE("codec: an age recipient and identity round trip in their case") {
    const std::string_view recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    const std::string_view identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    CHECK(decode_bech32(recipient)->prefix == "age");
    CHECK(decode_bech32(recipient)->data.size() == 32);
    CHECK(recoded(*decode_bech32(recipient)) == recipient);
    CHECK(decode_bech32(identity)->prefix == "AGE-SECRET-KEY-");
    CHECK(decode_bech32(identity)->data == Bytes(32, 0x42));
    CHECK(recoded(*decode_bech32(identity)) == identity);
}

TEST_CASE("codec: one wrong character in bech32 is always noticed") {
    const std::string text = *encode_bech32("kb", Bytes{1, 2, 3, 4, 5});
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char c : std::string("023456789acdefghjklmnpqrstuvwxyz1b")) {
            std::string changed = text;
            changed[at] = c;
            if (changed != text) check_refused(changed);
        }
    }
    for (std::size_t length = 0; length < text.size(); ++length) check_refused(text.substr(0, length));
}

TEST_CASE("codec: bech32 data with leftover bits or groups is refused") {
    // Right checksums over five-bit groups that are no canonical form of whole bytes.
    CHECK(decode_bech32("a1qy089ch6")->data == Bytes{1});
    for (const std::string_view text : {"a1q9j33d2g", "a1qyqcgttye", "a1q3g6mn3", "a1qqqpkq7t3x"}) {
        check_refused(text);
        CHECK(decode_bech32(text).error().detail == "the padding is not canonical");
    }
    for (std::size_t size = 0; size < 40; ++size) {
        const Bytes data(size, 0xFF);
        CHECK(decode_bech32(*encode_bech32("x", data))->data == data);
    }
}

TEST_CASE("codec: prefixes that bech32 cannot carry are refused") {
    for (const std::string_view prefix : {"", "aB", " ", "a b", "\x7F", "é"})
        CHECK_FALSE(encode_bech32(prefix, {}).ok());
}
