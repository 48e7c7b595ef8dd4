#include "http/range.h"
#include "http/route.h"
#include "http/target.h"

#include <doctest/doctest.h>

#include <limits>

using namespace kaibiao;
using namespace kaibiao::http;

namespace {

struct Asked {
    const char* header;
    RangeVerdict verdict;
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

std::string path_of(const std::string& target) {
    const auto parsed = parse_target(target);
    return parsed.ok() ? parsed->path : "refused: " + std::string(info(parsed.error().code).name);
}

} // namespace

TEST_CASE("range: one range of bytes is cut out, anything else is ignored or impossible") {
    for (const Asked& asked : {Asked{"bytes=0-0", RangeVerdict::partial, 0, 1},
                               {"bytes=0-999", RangeVerdict::partial, 0, 1000},
                               {"bytes=0-1000", RangeVerdict::partial, 0, 1000},
                               {"bytes=999-", RangeVerdict::partial, 999, 1},
                               {"bytes=-1", RangeVerdict::partial, 999, 1},
                               {"bytes=-5000", RangeVerdict::partial, 0, 1000},
                               {"bytes=10-18446744073709551615", RangeVerdict::partial, 10, 990},
                               {"bytes=-0", RangeVerdict::unsatisfiable},
                               {"bytes=1000-", RangeVerdict::unsatisfiable},
                               {"bytes=18446744073709551615-", RangeVerdict::unsatisfiable},
                               {"bytes=10-18446744073709551616", RangeVerdict::whole},
                               {"bytes=18446744073709551616-", RangeVerdict::whole},
                               {"bytes=5-4", RangeVerdict::whole},
                               {"bytes=-", RangeVerdict::whole},
                               {"bytes=", RangeVerdict::whole},
                               {"bytes=0-1,3-4", RangeVerdict::whole},
                               {"bytes= 0-1", RangeVerdict::whole},
                               {"bytes=+1-2", RangeVerdict::whole},
                               {"octets=0-1", RangeVerdict::whole},
                               {"", RangeVerdict::whole}}) {
        ByteRange range;
        CHECK_MESSAGE(parse_range(asked.header, 1000, range) == asked.verdict, asked.header);
        CHECK_MESSAGE(range.first == asked.first, asked.header);
        CHECK_MESSAGE(range.length == asked.length, asked.header);
    }
    ByteRange range;
    CHECK(parse_range("bytes=0-", 0, range) == RangeVerdict::unsatisfiable);
    CHECK(parse_range("bytes=-1", 0, range) == RangeVerdict::unsatisfiable);
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    CHECK(parse_range("bytes=0-", most, range) == RangeVerdict::partial);
    CHECK(range.length == most);
}

TEST_CASE("target: a path has one meaning or is refused") {
    CHECK(path_of("/") == "/");
    CHECK(path_of("/a/b%20c") == "/a/b c");
    CHECK(path_of("/%E5%BC%80") == "/开");
    CHECK(path_of("/a/") == "/a/");
    CHECK(path_of("/a+b") == "/a+b");
    for (const char* bad :
         {"",       "a",      "*",     "http://host/a", "/..",  "/a/../b", "/%2e%2e/a", "/.", "//",  "/a//b",
          "/a%2fb", "/a%5Cb", "/a\\b", "/%00",          "/%7f", "/%ff",    "/%C0%AF",   "/%", "/%1", "/%gg"})
        CHECK_MESSAGE(path_of(bad) == "refused: request_malformed", bad);
    CHECK(path_of("/" + std::string(longest_target - 1, 'a')).size() == longest_target);
    CHECK(path_of("/" + std::string(longest_target, 'a')) == "refused: request_malformed");
}

TEST_CASE("target: a query is pairs in order, decoded once") {
    const Target target = parse_target("/a?q=%E9%81%93+x&empty=&flag&&=nameless&q=2&e=a%3Db").value();
    CHECK(target.query == std::vector<std::pair<std::string, std::string>>{
                              {"q", "道 x"}, {"empty", ""}, {"flag", ""}, {"q", "2"}, {"e", "a=b"}});
    Request request;
    request.query = target.query;
    CHECK(request.parameter("q") == "道 x");
    CHECK_FALSE(request.parameter("Q"));
    CHECK_FALSE(parse_target("/a?q=%zz").ok());
    CHECK_FALSE(parse_target("/a?q=%0a").ok());
}

TEST_CASE("cookie: it is found by its whole name among others") {
    Request request;
    request.headers.add("Cookie", "a=1; kb_session=x=y; xkb_session=2;kb_sessio=3");
    CHECK(request.cookie("kb_session") == "x=y");
    CHECK(request.cookie("xkb_session") == "2");
    CHECK(request.cookie("session").empty());
    CHECK(Request().cookie("kb_session").empty());
}

TEST_CASE("route: a literal wins over a placeholder, and HEAD finds what GET has") {
    RouteTable table;
    const Handler nothing = [](Exchange&) -> Result<Response> { return Response::empty(); };
    table.add({Method::get, "/api/x/{id}", everybody, nothing});
    table.add({Method::get, "/api/x/all", everybody, nothing});
    table.add({Method::remove, "/api/x/{id}", everybody, nothing});
    table.add({Method::get, "/api/tree/{path...}", everybody, nothing});
    CHECK(table.match(Method::get, "/api/x/all")->route->pattern == "/api/x/all");
    CHECK(table.match(Method::head, "/api/x/7")->parameters == std::vector<std::string>{"7"});
    CHECK(table.match(Method::get, "/api/tree/a/b/c")->parameters == std::vector<std::string>{"/a/b/c"});
    CHECK(table.match(Method::get, "/api/x/").error().code == ErrorCode::not_found);
    CHECK(table.match(Method::get, "/api/x/7/8").error().code == ErrorCode::not_found);
    const auto refused = table.match(Method::post, "/api/x/7");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::method_not_allowed);
    CHECK(refused.error().detail == "DELETE, GET");
    CHECK(table.match(Method::get, "/page").error().code == ErrorCode::not_found);
    table.set_fallback(nothing);
    CHECK(table.match(Method::get, "/page").ok());
    CHECK(table.match(Method::get, "/api/nothing").error().code == ErrorCode::not_found);
    CHECK(table.match(Method::post, "/page").error().code == ErrorCode::not_found);
}
