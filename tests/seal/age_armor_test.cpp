#include "record.h"
#include "seal/age_builder.h"

#include "kaibiao/seal/age_armor.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

std::string armored(ByteView bytes, std::size_t step) {
    ArmorEncoder encoder;
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += step)
        encoder.update(bytes.subspan(at, std::min(step, bytes.size() - at)), text);
    encoder.finish(text);
    return text;
}

Result<Bytes> unarmored(std::string_view text, std::size_t step) {
    ArmorDecoder decoder;
    Bytes out;
    for (std::size_t at = 0; at < text.size(); at += step) TRY(decoder.update(text.substr(at, step), out));
    TRY(decoder.finish(out));
    return out;
}

} // namespace

TEST_CASE("armor: every length comes back, in pieces of any size") {
    for (std::size_t size = 0; size < 200; ++size) {
        const Bytes bytes = noise(size, 3);
        const std::string text = armored(bytes, 1000);
        CHECK(text == armored(bytes, 7));
        CHECK(unarmored(text, 1000).value() == bytes);
        CHECK(unarmored(text, 1).value() == bytes);
        kaibiao::test::record("armor", text);
    }
}

TEST_CASE("armor: CRLF and blank lines around the block are accepted, a thousand of them not") {
    std::string text = armored(noise(100, 3), 100);
    std::string crlf;
    for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    CHECK(unarmored(crlf, 10).value() == noise(100, 3));
    CHECK(unarmored("\n  \n\t\n" + text + "\n \n", 10).ok());
    CHECK(code_of(unarmored(std::string(2000, '\n') + text, 10)) == ErrorCode::age_armor_malformed);
    CHECK(code_of(unarmored(std::string(2000, ' ') + text, 10)) == ErrorCode::age_armor_malformed);
    CHECK(code_of(unarmored(text + std::string(2000, '\n'), 10)) == ErrorCode::age_armor_malformed);
}

TEST_CASE("armor: anything but the one form is refused") {
    const std::string text = armored(noise(100, 3), 100);
    const std::string line = text.substr(text.find('\n') + 1, 64);
    const auto broken = [&](std::string_view from, std::string_view to) {
        std::string copy = text;
        return code_of(unarmored(copy.replace(copy.find(from), from.size(), to), 1000));
    };
    CHECK(broken("BEGIN", "begin") == ErrorCode::age_armor_malformed);
    CHECK(broken("-----END", "\n-----END") == ErrorCode::age_armor_malformed);
    CHECK(broken(line, line.substr(0, 60)) == ErrorCode::age_armor_malformed);
    CHECK(broken(line, line + "AAAA") == ErrorCode::age_armor_malformed);
    CHECK(broken(line, line + " ") == ErrorCode::age_armor_malformed);
    CHECK(broken("=\n", "\n") == ErrorCode::age_armor_malformed);
    CHECK(code_of(unarmored(text.substr(0, text.size() - 5), 1000)) == ErrorCode::age_armor_malformed);
    CHECK(code_of(unarmored(text + "x", 1000)) == ErrorCode::age_armor_malformed);
    CHECK(code_of(unarmored("x" + text, 1000)) == ErrorCode::age_armor_malformed);
}

TEST_CASE("armor: a reader can tell it from the binary form") {
    CHECK(ArmorDecoder::looks_armored(as_bytes("\n -----BEGIN")));
    CHECK_FALSE(ArmorDecoder::looks_armored(as_bytes("age-encryption.org/v1\n")));
    CHECK_FALSE(ArmorDecoder::looks_armored(as_bytes("")));
}
