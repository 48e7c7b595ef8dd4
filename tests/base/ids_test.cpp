#include "kaibiao/base/ids.h"

#include <doctest/doctest.h>

#include <type_traits>

using namespace kaibiao;

TEST_CASE("base: an identifier is 32 lowercase hex digits") {
    const std::string text = "00112233445566778899aabbccddeeff";
    const Result<LotId> id = LotId::parse(text);
    REQUIRE(id.ok());
    CHECK(id->text() == text);
    CHECK(id->bytes()[15] == 0xFF);
    CHECK(LotId().text() == std::string(32, '0'));
}

TEST_CASE("base: malformed identifiers are refused") {
    for (const std::string_view text : {"", "0", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
                                        "00112233445566778899AABBCCDDEEFF", "0011223344556677-899aabbccddeeff",
                                        "00112233445566778899aabbccddeefg", " 0112233445566778899aabbccddeeff"}) {
        const Result<BidId> id = BidId::parse(text);
        REQUIRE_MESSAGE(!id.ok(), text);
        CHECK(id.error().code == ErrorCode::id_malformed);
    }
}

TEST_CASE("base: identifiers are ordered by their bytes and kinds do not mix") {
    const LotId low = *LotId::parse(std::string(31, '0') + "1"), high = *LotId::parse("1" + std::string(31, '0'));
    CHECK(low < high);
    CHECK_FALSE(high < low);
    CHECK(low == low);
    CHECK_FALSE(low == high);
    static_assert(!std::is_convertible_v<LotId, BidId>);
    static_assert(!std::is_constructible_v<BidId, LotId>);
    CHECK(stream_of(low).bytes() == low.bytes());
}
