#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::codec;

namespace {

/// The textbook encoder, surrogates included.
std::string encoded(std::uint32_t c) {
    const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), tail(0)};
    if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
}

} // namespace

TEST_CASE("codec: every Unicode character is UTF-8 and every surrogate is not") {
    int wrong = 0;
    for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
        const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        if (is_utf8(as_bytes(encoded(c))) == surrogate) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("codec: overlong, truncated and too large sequences are not UTF-8") {
    for (const std::string_view text : {"\xC0\x80",
                                        "\xC1\xBF",
                                        "\xE0\x80\x80",
                                        "\xE0\x9F\xBF",
                                        "\xF0\x80\x80\x80",
                                        "\xF0\x8F\xBF\xBF",
                                        "\xF4\x90\x80\x80",
                                        "\xF5\x80\x80\x80",
                                        "\xFE",
                                        "\xFF",
                                        "\x80",
                                        "\xBF",
                                        "\xC2",
                                        "\xE5\xBC",
                                        "\xF0\x9F\x98",
                                        "\xC2\x41",
                                        "\xE5\x41\x80",
                                        "\xE5\xBC\x41",
                                        "\xF0\x9F\x98\x41",
                                        "ok\xC2",
                                        "\xC2\xC2\x80"})
        CHECK_FALSE(is_utf8(as_bytes(text)));
    CHECK(is_utf8({}));
    CHECK(is_utf8(as_bytes("开标 kāibiāo \xF0\x9F\x98\x80")));
}
