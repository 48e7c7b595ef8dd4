#include "codec/json_builder.h"

using namespace kaibiao;
using namespace kaibiao::codec;
using namespace kaibiao::codec::test;

namespace {

template <typename T> void check_error(const Result<T>& result, ErrorCode code, std::string_view place) {
    REQUIRE_FALSE(result.ok());
    CHECK_MESSAGE(result.error().code == code, describe(result.error()));
    CHECK(result.error().place == place);
}

} // namespace

TEST_CASE("codec: an object reader gives each member in its type") {
    const Json json = relaxed(R"({"s":"x","n":5,"b":true,"o":{},"a":[1,2],"raw":"AQID","hex":"0a0b","null":null})");
    ObjectReader reader(json, "");
    CHECK(*reader.string("s") == "x");
    CHECK(*reader.integer("n", 0, 5) == 5);
    CHECK(*reader.boolean("b"));
    CHECK((*reader.object("o"))->as_object()->empty());
    CHECK((*reader.array("a", 2))->size() == 2);
    CHECK(*reader.bytes<3>("raw") == ByteArray<3>{1, 2, 3});
    CHECK(*reader.byte_string("raw", 3) == Bytes{1, 2, 3});
    CHECK(*reader.hex<2>("hex") == ByteArray<2>{10, 11});
    CHECK((*reader.any("null"))->is_null());
    CHECK(reader.finish().ok());
}

TEST_CASE("codec: an object reader names the member that is missing, of another type or out of range") {
    const Json json = relaxed(R"({"s":"xyz","n":5,"a":[1,2],"raw":"AQI=","hex":"0A"})");
    ObjectReader reader(json, "/sheet/0");
    check_error(reader.string("t"), ErrorCode::json_member_missing, "/sheet/0/t");
    check_error(reader.string("n"), ErrorCode::json_member_type, "/sheet/0/n");
    check_error(reader.string("s", 2), ErrorCode::length_wrong, "/sheet/0/s");
    check_error(reader.integer("s", 0, 1), ErrorCode::json_member_type, "/sheet/0/s");
    check_error(reader.integer("n", 6, 9), ErrorCode::json_member_range, "/sheet/0/n");
    check_error(reader.integer("n", 0, 4), ErrorCode::json_member_range, "/sheet/0/n");
    check_error(reader.boolean("n"), ErrorCode::json_member_type, "/sheet/0/n");
    check_error(reader.object("a"), ErrorCode::json_member_type, "/sheet/0/a");
    check_error(reader.array("s", 2), ErrorCode::json_member_type, "/sheet/0/s");
    check_error(reader.array("a", 1), ErrorCode::length_wrong, "/sheet/0/a");
    check_error(reader.bytes<2>("raw"), ErrorCode::base64_malformed, "/sheet/0/raw");
    check_error(reader.hex<1>("hex"), ErrorCode::hex_malformed, "/sheet/0/hex");
    check_error(reader.any("u"), ErrorCode::json_member_missing, "/sheet/0/u");
}

TEST_CASE("codec: byte strings of another length are refused") {
    const Json json = relaxed(R"({"raw":"AQID","hex":"0a0b","long":"AAAAAAAAAAAAAAAAAAAAAAAA"})");
    ObjectReader reader(json, "");
    check_error(reader.bytes<2>("raw"), ErrorCode::length_wrong, "/raw");
    check_error(reader.bytes<4>("raw"), ErrorCode::length_wrong, "/raw");
    check_error(reader.byte_string("raw", 2), ErrorCode::length_wrong, "/raw");
    check_error(reader.byte_string("long", 4), ErrorCode::length_wrong, "/long");
    check_error(reader.hex<1>("hex"), ErrorCode::length_wrong, "/hex");
    check_error(reader.hex<32>("hex"), ErrorCode::length_wrong, "/hex");
}

TEST_CASE("codec: an object reader refuses members that were never read") {
    const Json json = relaxed(R"({"a":1,"b/c~d":2})");
    ObjectReader reader(json, "");
    REQUIRE(reader.integer("a", 0, 9).ok());
    check_error(reader.finish(), ErrorCode::json_member_unknown, "/b~1c~0d");
    CHECK(reader.has("b/c~d"));
    CHECK_FALSE(reader.has("b"));
    REQUIRE(reader.integer("b/c~d", 0, 9).ok());
    CHECK(reader.finish().ok());
}

TEST_CASE("codec: an optional member may be absent or null") {
    const Json json = relaxed(R"({"null":null,"x":1})");
    ObjectReader reader(json, "");
    CHECK(reader.optional("absent") == nullptr);
    CHECK(reader.optional("null") == nullptr);
    REQUIRE(reader.optional("x") != nullptr);
    CHECK(*reader.optional("x") == Json(1));
    CHECK(reader.finish().ok());
}

TEST_CASE("codec: what is no object has no members") {
    const Json json = relaxed("[1]");
    ObjectReader reader(json, "/list");
    check_error(reader.string("a"), ErrorCode::json_member_type, "/list");
    CHECK(reader.optional("a") == nullptr);
    CHECK_FALSE(reader.has("a"));
    check_error(reader.finish(), ErrorCode::json_member_type, "/list");
}
