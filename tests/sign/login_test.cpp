#include "kaibiao/sign/login.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::sign;

namespace {

LoginPayload sample() {
    LoginPayload login;
    login.origin = "http://127.0.0.1:8080";
    login.server_nonce.fill(1);
    login.client_nonce.fill(2);
    login.expiry = Instant::parse("2026-11-23T01:02:00.000Z").value();
    return login;
}

LoginChallenge challenge_of(const LoginPayload& login) {
    return {login.origin, login.server_nonce, login.expiry.plus_milliseconds(-1)};
}

bool parses(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return parse_login(as_bytes(text.replace(at, from.size(), to))).ok();
}

} // namespace

TEST_CASE("login: what was encoded is read back and answers its challenge") {
    const std::string text = encode_login(sample());
    test::record("login", text);
    const LoginPayload back = parse_login(as_bytes(text)).value();
    CHECK(encode_login(back) == text);
    CHECK(check_login(back, challenge_of(sample())).ok());
}

TEST_CASE("login: an answer to another nonce, for another site, or too late is refused") {
    const LoginPayload login = sample();
    LoginChallenge other = challenge_of(login);
    other.server_nonce[31] ^= 1;
    CHECK(check_login(login, other).error().place == "/server_nonce");
    other = challenge_of(login);
    other.origin = "https://evil.example";
    CHECK(check_login(login, other).error().place == "/origin");
    other = challenge_of(login);
    other.now = login.expiry;
    CHECK(check_login(login, other).error().code == ErrorCode::login_challenge_invalid);
    CHECK(check_login(login, other).error().place == "/expiry");
}

TEST_CASE("login: another purpose, member, nonce length or white space is refused") {
    const std::string text = encode_login(sample());
    CHECK_FALSE(parses(text, "login", "submit"));
    CHECK_FALSE(parses(text, "{", "{\"a\":1,"));
    CHECK_FALSE(parses(text, "AQEB", ""));
    CHECK_FALSE(parses(text, ":", ": "));
    CHECK_FALSE(parses(text, "2026-11-23T", "2026-11-23 "));
    CHECK(parse_login(as_bytes("{}")).error().code == ErrorCode::json_member_missing);
}
