#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::codec;

namespace {

constexpr Base64 variants[] = {Base64::standard_unpadded, Base64::standard_padded, Base64::url_unpadded};

void check_refused(std::string_view text, Base64 variant) {
    const Result<Bytes> bytes = decode_base64(text, variant);
    REQUIRE_MESSAGE(!bytes.ok(), "accepted: ", text);
    CHECK(bytes.error().code == ErrorCode::base64_malformed);
}

Bytes counting(std::size_t size) {
    Bytes bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(251 * i + 7));
    return bytes;
}

} // namespace

TEST_CASE("codec: base64 of RFC 4648 section 10") {
    const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                     {"f", "Zg=="},
                                                                     {"fo", "Zm8="},
                                                                     {"foo", "Zm9v"},
                                                                     {"foob", "Zm9vYg=="},
                                                                     {"fooba", "Zm9vYmE="},
                                                                     {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        CHECK(encode_base64(as_bytes(plain), Base64::standard_padded) == encoded);
        CHECK(as_text(*decode_base64(encoded, Base64::standard_padded)) == plain);
        const std::string_view unpadded = encoded.substr(0, encoded.find('='));
        CHECK(encode_base64(as_bytes(plain)) == unpadded);
        CHECK(as_text(*decode_base64(unpadded)) == plain);
    }
}

TEST_CASE("codec: base64 round trips at every length") {
    for (const Base64 variant : variants) {
        for (std::size_t size = 0; size < 70; ++size) {
            const std::string text = encode_base64(counting(size), variant);
            CHECK(*decode_base64(text, variant) == counting(size));
            kaibiao::test::record("base64", text);
        }
    }
}

TEST_CASE("codec: the alphabets of base64 are not mixed") {
    const Bytes bytes{0xFB, 0xFF, 0xBF};
    CHECK(encode_base64(bytes) == "+/+/");
    CHECK(encode_base64(bytes, Base64::url_unpadded) == "-_-_");
    check_refused("-_-_", Base64::standard_unpadded);
    check_refused("-_-_", Base64::standard_padded);
    check_refused("+/+/", Base64::url_unpadded);
}

TEST_CASE("codec: base64 with wrong padding is refused") {
    for (const std::string_view text :
         {"Zg", "Zg=", "Zg===", "Zm8", "Zm9v=", "Zm9v====", "=", "====", "Z===", "Zg=a", "Zg==Zg=="})
        check_refused(text, Base64::standard_padded);
    for (const std::string_view text : {"Zg==", "Zm8=", "Z", "Zm9vY", "="}) {
        check_refused(text, Base64::standard_unpadded);
        check_refused(text, Base64::url_unpadded);
    }
}

TEST_CASE("codec: base64 with bits that encode nothing is refused") {
    check_refused("Zh", Base64::standard_unpadded);
    check_refused("Zm9", Base64::standard_unpadded);
    check_refused("Zh==", Base64::standard_padded);
    check_refused("Zm9=", Base64::standard_padded);
    check_refused("_x", Base64::url_unpadded);
}

TEST_CASE("codec: base64 with other characters is refused") {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {"Zm9v\n"sv, " Zm9v"sv, "Zm 9"sv, "Zm\r\n"sv, "Zm9\0"sv, "Zm9\xFF"sv, "Zm9!"sv, "Zm9v Zm9v"sv}) {
        for (const Base64 variant : variants) check_refused(text, variant);
    }
    CHECK(decode_base64("Zm!v").error().place == "byte 2");
}

TEST_CASE("codec: no two texts of four characters give the same bytes") {
    const std::string alphabet = "AQgwP/+=\n-";
    for (const Base64 variant : variants) {
        for (int code = 0; code < 10'000; ++code) {
            std::string text;
            for (int rest = code, i = 0; i < 4; ++i, rest /= 10) text += alphabet[static_cast<std::size_t>(rest % 10)];
            const Result<Bytes> bytes = decode_base64(text, variant);
            if (bytes.ok()) CHECK(encode_base64(*bytes, variant) == text);
        }
    }
}
