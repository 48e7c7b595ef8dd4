#include "seal/age_builder.h"

#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

std::string header_text() {
    const FileKey key = noise_secret<16>(1);
    return encode_age_header({Stanza{{"X25519", "share"}, noise(32, 2)}, Stanza{{"example.com/other"}, noise(96, 3)}},
                             key);
}

ErrorCode error_of(std::string text) { return code_of(parse_age_header(as_bytes(text))); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("age: a header is read back with its stanzas, its MAC and its bytes") {
    const std::string text = header_text();
    const auto header = parse_age_header(as_bytes(text));
    REQUIRE(header.ok());
    REQUIRE(header->stanzas.size() == 2);
    CHECK(header->stanzas[0] == Stanza{{"X25519", "share"}, noise(32, 2)});
    CHECK(header->stanzas[1].body == noise(96, 3));
    CHECK(as_text(header->text) == text);
    CHECK(check_header_mac(*header, noise_secret<16>(1)).ok());
    CHECK(code_of(check_header_mac(*header, noise_secret<16>(2))) == ErrorCode::age_header_mac_wrong);
}

TEST_CASE("age: a header may arrive one byte at a time, and what follows it is left alone") {
    const std::string file = header_text() + "payload\n";
    AgeHeaderParser parser;
    std::size_t taken = 0;
    for (const char& c : file) taken += parser.feed(as_bytes({&c, 1})).value();
    CHECK(parser.complete());
    CHECK(taken == header_text().size());
}

TEST_CASE("age: headers that are not exactly the format are refused, each with its name") {
    const std::string good = header_text();
    CHECK(error_of("") == ErrorCode::age_version_unknown);
    CHECK(error_of("%PDF-1.7\n") == ErrorCode::age_version_unknown);
    CHECK(error_of(replaced(good, "/v1", "/v2")) == ErrorCode::age_version_unknown);
    CHECK(error_of(replaced(good, "/v1\n", "/v1\r\n")) == ErrorCode::age_version_unknown);
    CHECK(error_of("age-encryption.org/v1\n") == ErrorCode::age_header_malformed);
    CHECK(error_of(replaced(good, "-> X", "->X")) == ErrorCode::age_header_malformed);
    CHECK(error_of(replaced(good, "X25519 share", "X25519  share")) == ErrorCode::age_stanza_malformed);
    CHECK(error_of(replaced(good, "X25519 share", "X25519 share ")) == ErrorCode::age_stanza_malformed);
    CHECK(error_of(replaced(good, "share", "sh\tre")) == ErrorCode::age_stanza_malformed);
    CHECK(error_of(replaced(good, "\n--- ", "=\n--- ")) == ErrorCode::age_stanza_malformed);
    CHECK(error_of(replaced(good, "\n--- ", "\n---")) == ErrorCode::age_header_malformed);
    CHECK(error_of(replaced(good, "\n--- ", "\n---  ")) == ErrorCode::age_header_malformed);
    CHECK(error_of(good.substr(0, good.size() - 1)) == ErrorCode::age_header_malformed);
    CHECK(error_of(good + "x") == ErrorCode::age_header_malformed);
}

TEST_CASE("age: the last character of a MAC may not carry spare bits") {
    std::string text = header_text();
    char& last = text[text.size() - 2];
    last = last == 'A' ? 'B' : static_cast<char>(last + 1);
    CHECK(error_of(text) == ErrorCode::age_header_malformed);
}

TEST_CASE("age: a header is bounded in bytes and in stanzas") {
    const std::string many(400'000, 'x');
    CHECK(error_of("age-encryption.org/v1\n-> " + many) == ErrorCode::age_header_too_large);
    const std::string text = header_text();
    CHECK(code_of(parse_age_header(as_bytes(text), {.max_bytes = 1024, .max_stanzas = 1})) ==
          ErrorCode::age_header_too_large);
    CHECK(code_of(parse_age_header(as_bytes(text), {.max_bytes = 64, .max_stanzas = 8})) ==
          ErrorCode::age_header_too_large);
    CHECK(parse_age_header(as_bytes(text), {.max_bytes = text.size(), .max_stanzas = 2}).ok());
}

TEST_CASE("age: an error in a header names its line") {
    const auto header = parse_age_header(as_bytes("age-encryption.org/v1\n-> a b\nAA*A\n"));
    REQUIRE(!header.ok());
    CHECK(header.error().place == "line 3");
}
