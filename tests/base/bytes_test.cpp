#include "kaibiao/base/bytes.h"

#include <doctest/doctest.h>

using namespace kaibiao;

TEST_CASE("base: counters are appended with the most significant byte first") {
    Bytes out{9};
    append_u32_be(out, 0x01020304);
    append_u64_be(out, 0x1122334455667788);
    CHECK(out == Bytes{9, 1, 2, 3, 4, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88});
    out.clear();
    append_u32_be(out, 0xFFFFFFFF);
    append_u64_be(out, 0);
    CHECK(out == Bytes{0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("base: text and bytes view each other") {
    const std::string_view text("a\0b\xFF", 4);
    CHECK(to_bytes(as_bytes(text)) == Bytes{'a', 0, 'b', 0xFF});
    CHECK(as_text(as_bytes(text)) == text);
    Bytes out;
    append(out, text);
    append(out, Bytes{1});
    CHECK(out == Bytes{'a', 0, 'b', 0xFF, 1});
}

TEST_CASE("base: public bytes are equal when length and content are") {
    CHECK(equal_public({}, {}));
    CHECK(equal_public(Bytes{1, 2}, ByteArray<2>{1, 2}));
    CHECK_FALSE(equal_public(Bytes{1, 2}, Bytes{1, 3}));
    CHECK_FALSE(equal_public(Bytes{1, 2}, Bytes{1}));
    CHECK_FALSE(equal_public(Bytes{1}, Bytes{1, 2}));
}
