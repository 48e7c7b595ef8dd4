#include "cli/csv.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

using Fields = std::vector<std::string>;

Fields fields(std::string_view line) { return cli::split_fields(line).value(); }

/// Number of the line and the fields of each row.
std::string rows(std::string_view text) {
    std::string out;
    const auto read = cli::read_csv(text);
    REQUIRE(read.ok());
    for (const auto& [line, row] : *read) {
        out += std::to_string(line);
        for (const std::string& field : row) out += "|" + field;
        out += ";";
    }
    return out;
}

} // namespace

TEST_CASE("csv: fields are what stands between separators, or between quotation marks") {
    CHECK(fields("a,b,c") == Fields{"a", "b", "c"});
    CHECK(fields("a,,") == Fields{"a", "", ""});
    CHECK(fields("") == Fields{""});
    CHECK(fields("\"a,b\",\"c \"\"d\"\"\"") == Fields{"a,b", "c \"d\""});
    CHECK(fields("\"\",x") == Fields{"", "x"});
    CHECK(cli::split_fields("roads:north:3:1", ':').value() == Fields{"roads", "north", "3", "1"});
}

TEST_CASE("csv: a quotation mark out of place is an error at its line, and never dropped") {
    for (const char* line : {"a\",b", "\"a", "\"a\"b,c", "a,\"b", "E-104\"\",employment", "a,\"b\"\""}) {
        CAPTURE(line);
        const auto read = cli::read_csv(std::string("x,y\n\n") + line + "\nz,z\n");
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().code == ErrorCode::request_malformed);
        CHECK(read.error().place == "line 3");
    }
}

TEST_CASE("csv: a byte order mark, the ends of lines of other systems and empty lines are passed over") {
    CHECK(rows("\xEF\xBB\xBF"
               "a,b\r\n\r\nc,d\n\ne,f") == "1|a|b;3|c|d;5|e|f;");
    CHECK(rows("").empty());
    CHECK(rows("\n\r\n").empty());
    CHECK(rows(" ") == "1| ;");
    CHECK(rows("a\rb") == "1|a\rb;");
}
