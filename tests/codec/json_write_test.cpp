#include "codec/json_builder.h"
#include "record.h"

using namespace kaibiao;
using namespace kaibiao::codec;
using namespace kaibiao::codec::test;

TEST_CASE("codec: building JSON and writing it sorts the keys by byte") {
    Json list = Json::array();
    list.push(Json(1)).push(Json("two")).push(Json());
    const Json value =
        Json::object().set("b", list).set("B", true).set("_", 9'007'199'254'740'991).set("a", Json::object());
    CHECK(dump_canonical(value) == R"({"B":true,"_":9007199254740991,"a":{},"b":[1,"two",null]})");
    kaibiao::test::record("built", dump_canonical(value));
}

TEST_CASE("codec: setting a member again replaces it") {
    Json value = Json::object();
    value.set("a", 1).set("a", "x");
    CHECK(dump_canonical(value) == R"({"a":"x"})");
}

TEST_CASE("codec: strings use the shortest escape and nothing else is escaped") {
    std::string all;
    for (char c = 0; c < 0x7F; ++c) all += c;
    const std::string written = dump_canonical(Json(all + "\x7F é\u2028"));
    CHECK(written.substr(0, 61) == R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b)");
    CHECK(written.find("\\f\\r\\u000e") != std::string::npos);
    CHECK(written.find("\\u001f !\\\"#") != std::string::npos);
    CHECK(written.find("./0") != std::string::npos);
    CHECK(written.find("[\\\\]") != std::string::npos);
    CHECK(written.find("~\x7F é\u2028\"") != std::string::npos);
    CHECK(*relaxed(written).as_string() == all + "\x7F é\u2028");
}

// The string of RFC 8785 §3.2.2.2 and the sample of §3.2.2 without its floating point.
TEST_CASE("codec: the string of RFC 8785 is written as there") {
    const Json value =
        relaxed(R"({"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]})");
    CHECK(dump_canonical(value) == "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("codec: bytes that are not UTF-8 are written as the replacement character") {
    CHECK(dump_canonical(Json(std::string("a\xFFz\xE5\xBC"))) == "\"a\uFFFDz\uFFFD\uFFFD\"");
    CHECK(parse_canonical(as_bytes(dump_canonical(Json(std::string("\xC0\x80\xED\xA0\x80"))))).ok());
}

TEST_CASE("codec: pretty JSON is indented by two spaces and reads back to the same value") {
    const Json value = relaxed(R"({"a":[1,{}],"b":{"c":[]},"d":"x"})");
    CHECK(dump_pretty(value) ==
          "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  },\n  \"d\": \"x\"\n}");
    CHECK(relaxed(dump_pretty(value)) == value);
    CHECK(dump_pretty(Json(5)) == "5");
}

TEST_CASE("codec: JSON values compare by content") {
    CHECK(Json(1) == Json(std::int64_t{1}));
    CHECK_FALSE(Json(1) == Json("1"));
    CHECK_FALSE(Json() == Json(false));
    CHECK_FALSE(Json::object() == Json::array());
    CHECK(Json::object().set("a", 1).set("b", 2) == Json::object().set("b", 2).set("a", 1));
}
