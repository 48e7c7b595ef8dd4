#include "record.h"
#include "seal/package_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

OpeningSheet sheet() {
    return {offer(), {{1, "技术标", "technical.pdf", 100}}, {noise_array<32>(1), noise_array<32>(2)}};
}

std::string text_of(const OpeningSheet& value) { return std::string(as_text(encode_sheet(value).value().view())); }

void change(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

ErrorCode repadded(std::string text) {
    const std::size_t pad = text.find("\"pad\":\"") + 7;
    while (text.size() % sheet_block != 0) text.insert(pad, " ");
    return code_of(decode_sheet(as_bytes(text)));
}

/// Changes the text and repairs its padding.
ErrorCode changed(std::string_view from, std::string_view to) {
    std::string text = text_of(sheet());
    change(text, from, to);
    return repadded(text);
}

} // namespace

TEST_CASE("sheet: it is read back as it was written, in a multiple of 8,192 bytes") {
    for (std::size_t length = 0; length < 9000; length += 613) {
        OpeningSheet value = sheet();
        value.offer.quality = std::string(length % 4000, 'q');
        value.offer.security = std::string(length / 3, 's');
        const SecretBytes plain = encode_sheet(value).value();
        CHECK(plain.size() % 8192 == 0);
        CHECK(decode_sheet(plain.view()).value() == value);
    }
    kaibiao::test::record("sheet", text_of(sheet()));
}

TEST_CASE("sheet: prices of any size make a sheet of one length") {
    OpeningSheet small = sheet(), large = sheet();
    small.offer.price = Money::from_fen(1);
    large.offer.price = Money::from_fen(9'999'999'999'999);
    CHECK(text_of(small).size() == text_of(large).size());
}

TEST_CASE("sheet: words that differ from the figures are refused") {
    CHECK(changed("\"price\":\"1234567.89\"", "\"price\":\"1234567.98\"") == ErrorCode::words_differ_from_figures);
    CHECK(changed("壹佰", "贰佰") == ErrorCode::words_differ_from_figures);
}

TEST_CASE("sheet: words are held against figures when everything else is in its form") {
    const auto changed_too = [](std::string_view from, std::string_view to) {
        std::string text = text_of(sheet());
        change(text, "壹佰", "贰佰");
        change(text, from, to);
        return repadded(text);
    };
    CHECK(changed_too("\"24\"", "\"24\"") == ErrorCode::words_differ_from_figures);
    CHECK(changed_too("\"24\"", "\"2x\"") == ErrorCode::sheet_malformed);
    CHECK(changed_too("\"part\":1", "\"part\":2") == ErrorCode::sheet_malformed);
    CHECK(changed_too("\"volumes\"", "\"volumet\"") == ErrorCode::sheet_malformed);
}

TEST_CASE("sheet: a price is written in one way") {
    for (const char* price : {"1234567.8", "01234567.89", "1,234,567.89", "-1.00", "1e3"})
        CHECK(changed("1234567.89\"", std::string(price) + "\"") == ErrorCode::sheet_malformed);
}

TEST_CASE("sheet: whatever else is wrong is one fault with a place") {
    CHECK(changed("kaibiao/sheet/v1", "kaibiao/sheet/v2") == ErrorCode::sheet_malformed);
    CHECK(changed("\"part\":1", "\"part\":2") == ErrorCode::sheet_malformed);
    CHECK(changed("\"24\"", "\"2x\"") == ErrorCode::sheet_malformed);
    CHECK(changed("\"pad\":\"", "\"pad\":\"x") == ErrorCode::sheet_malformed);
    CHECK(changed("\"quality\"", "\"qualitz\"") == ErrorCode::sheet_malformed);
    CHECK(changed("{\"bidder\"", "{ \"bidder\"") == ErrorCode::sheet_malformed);
    OpeningSheet short_of_salt = sheet();
    short_of_salt.salts.pop_back();
    CHECK(code_of(encode_sheet(short_of_salt)) == ErrorCode::sheet_malformed);
}

TEST_CASE("sheet: padding that is missing or excessive is refused") {
    const std::string text = text_of(sheet());
    CHECK(code_of(decode_sheet(as_bytes(text).first(8191))) == ErrorCode::sheet_padding_wrong);
    CHECK(code_of(decode_sheet({})) == ErrorCode::sheet_padding_wrong);
    std::string doubled = text;
    doubled.insert(doubled.find("\"pad\":\"") + 7, std::string(8192, ' '));
    CHECK(code_of(decode_sheet(as_bytes(doubled))) == ErrorCode::sheet_malformed);
}

TEST_CASE("sheet: the announced part has no salts and no titles") {
    const codec::Json json = write_public_sheet(offer());
    CHECK(json.find("salts") == nullptr);
    CHECK(json.find("volumes") == nullptr);
    CHECK(read_public_sheet(json, "/sheet").value() == offer());
}
