#include "record.h"
#include "seal/age_builder.h"

#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {
/// The example key pair of c2sp.org/age.
constexpr std::string_view spec_identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
constexpr std::string_view spec_recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
} // namespace

TEST_CASE("age: the key pair of the specification") {
    const auto identity = X25519Identity::parse(spec_identity);
    REQUIRE(identity.ok());
    CHECK(identity->recipient().text() == spec_recipient);
    CHECK(as_text(identity->text().view()) == spec_identity);
    CHECK(X25519Recipient::parse(spec_recipient).value() == identity->recipient());
}

TEST_CASE("age: recipients and identities of another type, case or checksum are refused") {
    CHECK(code_of(X25519Recipient::parse("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk")) ==
          ErrorCode::age_recipient_malformed);
    CHECK(code_of(X25519Recipient::parse(spec_identity)) == ErrorCode::age_recipient_malformed);
    std::string upper(spec_recipient);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    CHECK(code_of(X25519Recipient::parse(upper)) == ErrorCode::age_recipient_malformed);
    CHECK(code_of(X25519Identity::parse(spec_recipient)) == ErrorCode::age_identity_malformed);
    const std::string short_key = codec::encode_bech32("age", noise(31, 1)).value();
    CHECK(code_of(X25519Recipient::parse(short_key)) == ErrorCode::age_recipient_malformed);
    CHECK(code_of(X25519Recipient::parse(std::string(100'000, 'q'))) == ErrorCode::age_recipient_malformed);
}

TEST_CASE("age: an identity file has comments, empty lines and either line end") {
    const std::string text =
        "# created: 2026-11-23\r\n\n" + std::string(spec_identity) + "\r\n" + std::string(spec_identity);
    CHECK(parse_identities(text)->size() == 2);
    CHECK(parse_recipients("# two\n" + std::string(spec_recipient) + "\n")->size() == 1);
}

TEST_CASE("age: an error in an identity file names its line") {
    const auto identities = parse_identities("# comment\n" + std::string(spec_identity) + "\nAGE-SECRET-KEY-1X\n");
    REQUIRE(!identities.ok());
    CHECK(identities.error().code == ErrorCode::age_identity_malformed);
    CHECK(identities.error().place == "line 3");
    CHECK(code_of(parse_identities("# nothing\n")) == ErrorCode::age_identity_malformed);
    CHECK(code_of(parse_recipients("")) == ErrorCode::age_recipient_malformed);
}

TEST_CASE("age: the same entropy wraps to the same stanza") {
    const Stanza stanza = wrap_x25519(identity(1).recipient(), noise_secret<16>(2), noise_secret<32>(3).view()).value();
    CHECK(stanza == wrap_x25519(identity(1).recipient(), noise_secret<16>(2), noise_secret<32>(3).view()).value());
    kaibiao::test::record("stanza", stanza.body);
    CHECK(unwrap_x25519(stanza, identity(1))->has_value());
    CHECK_FALSE(unwrap_x25519(stanza, identity(2))->has_value());
}

TEST_CASE("age: a stanza of the wrong shape is an error, not a miss") {
    Stanza stanza = wrap_x25519(identity(1).recipient(), noise_secret<16>(2), noise_secret<32>(3).view()).value();
    Stanza extra = stanza;
    extra.arguments.push_back("x");
    CHECK(code_of(unwrap_x25519(extra, identity(1))) == ErrorCode::age_stanza_malformed);
    Stanza long_body = stanza;
    long_body.body.push_back(0);
    CHECK(code_of(unwrap_x25519(long_body, identity(1))) == ErrorCode::age_stanza_malformed);
    Stanza low_order = stanza;
    low_order.arguments[1] = codec::encode_base64(ByteArray<32>{});
    CHECK(code_of(unwrap_x25519(low_order, identity(1))) == ErrorCode::age_share_low_order);
}
