#include "kaibiao/base/error.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

using namespace kaibiao;

namespace {

struct Row {
    int number;
    ErrorCode code;
};

const std::vector<Row> rows = {
#define KAIBIAO_ERROR(number, name, http, en, zh) {number, ErrorCode::name},
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
};

bool is_snake_case(std::string_view name) {
    return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

} // namespace

TEST_CASE("base: every error has its own number, a name, a status and a sentence in both languages") {
    std::set<int> numbers;
    for (const Row& row : rows) {
        const ErrorInfo& entry = info(row.code);
        CHECK_MESSAGE(numbers.insert(row.number).second, row.number);
        CHECK(static_cast<int>(row.code) == row.number);
        CHECK_MESSAGE(is_snake_case(entry.name), entry.name);
        CHECK_MESSAGE((entry.http_status >= 400 && entry.http_status < 600), entry.name);
        const ErrorSentence& said = sentence(row.code);
        CHECK_MESSAGE(said.en.back() == '.', entry.name);
        CHECK_MESSAGE(said.zh.size() >= 3, entry.name);
        CHECK_MESSAGE(said.zh.substr(said.zh.size() - 3) == "。", entry.name);
    }
    CHECK(rows.size() > 100);
}

TEST_CASE("base: the sentence about depth names no number, because the limit is another for each kind of text") {
    const ErrorSentence& said = sentence(ErrorCode::json_too_deep);
    CHECK(said.en.find_first_of("0123456789") == std::string_view::npos);
    CHECK(said.zh.find_first_of("0123456789") == std::string_view::npos);
}

TEST_CASE("base: an error is described with its place and detail where there are any") {
    const std::string sentence = "hex_malformed: The hexadecimal text is malformed.";
    CHECK(describe(Error(ErrorCode::hex_malformed)) == sentence);
    CHECK(describe(Error(ErrorCode::hex_malformed, "byte 3")) == sentence + " (at byte 3)");
    CHECK(describe(Error(ErrorCode::hex_malformed, "", "seen")) == sentence + " (seen)");
    CHECK(describe(Error(ErrorCode::hex_malformed, "byte 3", "seen")) == sentence + " (at byte 3; seen)");
}
