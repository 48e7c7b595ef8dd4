#include "kaibiao/codec/secret_json.h"
#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::codec;

namespace {

ByteArray<32> bytes_from(std::uint8_t first) {
    ByteArray<32> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(first + 7 * i);
    return out;
}

SecretBytes text_of(const Json& json) { return SecretBytes::copy_of(as_bytes(dump_canonical(json))); }

std::string taken(std::string_view text, std::string_view key) {
    SecretBytes open = SecretBytes::copy_of(as_bytes(text));
    const auto secret = take_secret(open, key);
    if (!secret.ok()) return std::string(info(secret.error().code).name) + " @ " + secret.error().place;
    return encode_hex(secret->view());
}

} // namespace

TEST_CASE("secret json: a secret that is put is the same text as one that was set") {
    const auto one = bytes_from(1);
    const auto two = bytes_from(200);
    const auto with = [](Json first, Json second) {
        return Json::object().set("a", std::move(first)).set("b", "\"a\":\"").set("z", std::move(second));
    };
    SecretBytes text = text_of(with(secret_placeholder(), secret_placeholder()));
    put_secret(text, "z", two);
    put_secret(text, "a", one);
    CHECK(as_text(text.view()) == dump_canonical(with(Json(encode_base64(one)), Json(encode_base64(two)))));
    CHECK(encode_hex(take_secret(text, "a")->view()) == encode_hex(one));
    CHECK(encode_hex(take_secret(text, "z")->view()) == encode_hex(two));
    CHECK(as_text(text.view()) == dump_canonical(with(secret_placeholder(), secret_placeholder())));
}

TEST_CASE("secret json: what is no base64 of 32 bytes is refused, and erased where it has their length") {
    const std::string good = encode_base64(bytes_from(3));
    const auto text = [](const std::string& value) { return "{\"key\":\"" + value + "\"}"; };
    CHECK(taken(text(good), "key") == encode_hex(bytes_from(3)));
    CHECK(taken(text(good), "ke") == "json_member_missing @ /ke");
    CHECK(taken(text(good), "ey") == "json_member_missing @ /ey");
    CHECK(taken(text(good + "A"), "key") == "json_member_missing @ /key");
    CHECK(taken(text(good.substr(1)), "key") == "json_member_missing @ /key");
    CHECK(taken("{\"key\":\"" + good, "key") == "json_member_missing @ /key");
    CHECK(taken("{\"key\": \"" + good + "\"}", "key") == "json_member_missing @ /key");
    CHECK(taken("", "key") == "json_member_missing @ /key");
    CHECK(taken(text(good.substr(0, 42) + "="), "key") == "base64_malformed @ /key");
    CHECK(taken(text(good.substr(0, 42) + "B"), "key") == "base64_malformed @ /key"); // bits that encode nothing
    SecretBytes open = SecretBytes::copy_of(as_bytes(text("-" + good.substr(1))));
    CHECK_FALSE(take_secret(open, "key").ok());
    CHECK(as_text(open.view()) == dump_canonical(Json::object().set("key", secret_placeholder())));
}

TEST_CASE("secret json: a reader takes the placeholder for a secret and nothing else") {
    const auto read = [](const Json& value) {
        const Json json = Json::object().set("key", value);
        ObjectReader reader(json, "");
        const Status status = read_placeholder(reader, "key");
        return status.ok() && reader.finish().ok();
    };
    CHECK(read(secret_placeholder()));
    CHECK_FALSE(read(Json(encode_base64(bytes_from(3)))));
    CHECK_FALSE(read(Json("AAAA")));
    CHECK_FALSE(read(Json(1)));
}
