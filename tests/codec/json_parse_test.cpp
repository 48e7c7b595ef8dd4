#include "codec/json_builder.h"
#include "record.h"

using namespace kaibiao;
using namespace kaibiao::codec;
using namespace kaibiao::codec::test;

namespace {

void check_refused(std::string_view text, ErrorCode code, std::string_view place) {
    const Error error = relaxed_error(text);
    CHECK_MESSAGE(error.code == code, text, " gave ", describe(error));
    CHECK_MESSAGE(error.place == place, text, " gave ", describe(error));
}

void check_not_canonical(std::string_view text, std::string_view place) {
    CHECK_MESSAGE(parse_relaxed(as_bytes(text)).ok(), text);
    const Error error = canonical_error(text);
    CHECK_MESSAGE(error.code == ErrorCode::json_not_canonical, text, " gave ", describe(error));
    CHECK_MESSAGE(error.place == place, text, " gave ", describe(error));
}

} // namespace

TEST_CASE("codec: canonical JSON decodes and encodes to the same bytes") {
    for (const std::string_view text :
         {"null", "true", "false", "0", "-1", "9007199254740991", "-9007199254740991", "\"\"", "[]", "{}",
          R"({"":0,"A":1,"a":2,"a.b":[true,null,"x"],"b":{"c":{}}})", R"("\"\\\b\t\n\f\r\u0000\u001f")",
          "\"/\x7F\xE2\x80\xA8开标\xF0\x9F\x98\x80\"", R"([[],[{}],-5])"}) {
        const Result<Json> value = parse_canonical(as_bytes(text));
        REQUIRE_MESSAGE(value.ok(), text);
        CHECK(dump_canonical(*value) == text);
        kaibiao::test::record("canonical", dump_canonical(*value));
    }
}

TEST_CASE("codec: JSON values keep their types and members") {
    const Json value = relaxed(R"( {"n": -7, "s": "开标", "t": true, "z": null, "l": [1, 2]} )");
    CHECK(*value.find("n")->as_integer() == -7);
    CHECK(*value.find("s")->as_string() == "开标");
    CHECK(*value.find("t")->as_bool());
    CHECK(value.find("z")->is_null());
    CHECK(value.find("l")->as_array()->size() == 2);
    CHECK(value.find("absent") == nullptr);
    CHECK(value.find("n")->find("n") == nullptr);
    CHECK(value.as_array() == nullptr);
}

TEST_CASE("codec: JSON that is not in canonical form is refused at the first byte that differs") {
    check_not_canonical(R"({"b":1,"a":2})", "byte 2");
    check_not_canonical(R"({"a":1} )", "byte 7");
    check_not_canonical("{\"a\":1}\n", "byte 7");
    check_not_canonical(R"({ "a":1})", "byte 1");
    check_not_canonical("-0", "byte 0");
    check_not_canonical("\xEF\xBB\xBF{}", "byte 0");
}

TEST_CASE("codec: escapes longer than needed are refused in canonical JSON") {
    check_not_canonical(R"("\u0041")", "byte 1");
    check_not_canonical(R"("\/")", "byte 1");
    check_not_canonical(R"("\u000a")", "byte 2");
    check_not_canonical(R"("\u001F")", "byte 6");
    check_not_canonical(R"("\u007f")", "byte 1");
    check_not_canonical(R"("\u5f00")", "byte 1");
    check_not_canonical(R"("\ud83d\ude00")", "byte 1");
    check_not_canonical(R"({"\u0061":1})", "byte 2");
}

TEST_CASE("codec: a duplicate key is refused, however it is escaped") {
    check_refused(R"({"a":1,"a":2})", ErrorCode::json_duplicate_key, "byte 9");
    check_refused(R"({"a":1,"\u0061":2})", ErrorCode::json_duplicate_key, "byte 14");
    check_refused(R"([{"x":{"k":1,"l":2,"k":3}}])", ErrorCode::json_duplicate_key, "byte 21");
    CHECK(relaxed_error(R"({"a":1,"a":2})").detail == "a");
    CHECK(parse_canonical(as_bytes(R"([{"a":1},{"a":1}])")).ok());
}

TEST_CASE("codec: numbers other than integers within 2^53 - 1 are refused") {
    for (const std::string_view text :
         {"1.0", "0.5", "1e3", "1E3", "-1.5", "1e-3", "9007199254740992", "-9007199254740992", "9223372036854775807",
          "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890", "1e999"}) {
        const Error error = relaxed_error(text);
        CHECK_MESSAGE(error.code == ErrorCode::json_number_not_allowed, text, " gave ", describe(error));
    }
    check_refused(R"({"a":1.5})", ErrorCode::json_number_not_allowed, "byte 8");
    check_refused(R"({"a":1e400})", ErrorCode::json_number_not_allowed, "byte 10");
    for (const std::string_view text : {"01", "+1", "-", ".5", "1.", "0x10", "NaN", "Infinity", "1e", "--1"})
        CHECK_MESSAGE(relaxed_error(text).code == ErrorCode::json_malformed, text);
}

TEST_CASE("codec: nesting is allowed to 32 levels and refused beyond") {
    CHECK(parse_canonical(as_bytes(nested(32))).ok());
    CHECK(canonical_error(nested(33)).code == ErrorCode::json_too_deep);
    CHECK(canonical_error(nested(33)).place == "byte 32");
    CHECK(parse_canonical(as_bytes(nested(1)), {100, 1}).ok());
    CHECK(canonical_error("[{}]", {100, 1}).code == ErrorCode::json_too_deep);
    CHECK(parse_canonical(as_bytes("1"), {100, 0}).ok());
}

TEST_CASE("codec: a nesting of 10,000 levels is refused without recursion") {
    for (const std::string_view opening : {"[", R"({"a":)", R"([{"a":)"}) {
        CHECK(relaxed_error(repeated(opening, 10'000)).code == ErrorCode::json_too_deep);
        CHECK(canonical_error(repeated(opening, 10'000)).code == ErrorCode::json_too_deep);
    }
    CHECK(canonical_error(nested(10'000)).code == ErrorCode::json_too_deep);
}

TEST_CASE("codec: text that is not UTF-8 is refused, and so are lone surrogates") {
    check_refused("\"\xFF\"", ErrorCode::json_invalid_utf8, "byte 1");
    check_refused("\"a\xC0\x80\"", ErrorCode::json_invalid_utf8, "byte 2");
    check_refused("\"\xED\xA0\x80\"", ErrorCode::json_invalid_utf8, "byte 1");
    check_refused("\"\xE5\xBC", ErrorCode::json_invalid_utf8, "byte 1");
    for (const std::string_view text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\n")",
                                        R"("\ud800\ud800")", R"("\ude00\ud83d")", R"({"\ud800":1})"}) {
        const Error error = relaxed_error(text);
        CHECK_MESSAGE(error.code == ErrorCode::json_invalid_utf8, text, " gave ", describe(error));
    }
    CHECK(*relaxed(R"("\ud83d\ude00")").as_string() == "\xF0\x9F\x98\x80");
}

TEST_CASE("codec: keys with other characters than ASCII are refused") {
    check_refused("{\"é\":1}", ErrorCode::json_key_not_ascii, "byte 4");
    CHECK(relaxed_error(R"({"\u00e9":1})").code == ErrorCode::json_key_not_ascii);
    CHECK(relaxed_error("{\"标\":1}").code == ErrorCode::json_key_not_ascii);
}

TEST_CASE("codec: malformed JSON is refused with the place") {
    check_refused("", ErrorCode::json_malformed, "byte 0");
    check_refused("   ", ErrorCode::json_malformed, "byte 3");
    check_refused("{\"a\":}", ErrorCode::json_malformed, "byte 5");
    check_refused("[1,2", ErrorCode::json_malformed, "byte 4");
    check_refused("[1,]", ErrorCode::json_malformed, "byte 3");
    check_refused("{}x", ErrorCode::json_malformed, "byte 2");
    check_refused("{} {}", ErrorCode::json_malformed, "byte 3");
    for (const std::string_view text :
         {"{a:1}", "{'a':1}", "{1:2}", "nul", "tru", "[1 2]", "{\"a\" 1}", "\"\t\"", "\"\n\"", "\"\\x41\"", "\"\\u12\"",
          "\"open", "// c\n1", "/* c */1", "[1]]", "\v1", "undefined"})
        CHECK_MESSAGE(relaxed_error(text).code == ErrorCode::json_malformed, text);
}

TEST_CASE("codec: a NUL byte does not end the JSON text unseen") {
    using namespace std::string_view_literals;
    check_refused("{\"a\":1}\0trailing"sv, ErrorCode::json_malformed, "byte 7");
    check_refused("1\0"sv, ErrorCode::json_malformed, "byte 1");
    check_refused("\0"sv, ErrorCode::json_malformed, "byte 0");
    check_refused("\"a\0b\""sv, ErrorCode::json_malformed, "byte 2");
}

TEST_CASE("codec: JSON longer than the limit is refused before it is read") {
    CHECK(parse_relaxed(as_bytes("[1,2]"), {5, 32}).ok());
    CHECK(relaxed_error("[1,2]", {4, 32}).code == ErrorCode::json_too_large);
    CHECK(canonical_error("[1,2", {3, 32}).code == ErrorCode::json_too_large);
}

TEST_CASE("codec: relaxed JSON may differ in white space, order and escapes") {
    const Json value = relaxed("\t{ \"b\" : [ 1 , \"\\u0041\\/\" ] ,\r\n \"a\" : -0 }\n");
    CHECK(dump_canonical(value) == R"({"a":0,"b":[1,"A/"]})");
    CHECK(value == relaxed(dump_canonical(value)));
}

TEST_CASE("codec: every single-byte change of canonical JSON is refused or means something else") {
    const std::string text = R"({"a":[1,-2,true],"b":"x\n开","c":null})";
    const Json original = relaxed(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = text;
            changed[at] = static_cast<char>(byte);
            const Result<Json> value = parse_canonical(as_bytes(changed));
            if (changed == text)
                CHECK(value.ok());
            else if (value.ok())
                CHECK_FALSE(*value == original);
        }
    }
}
