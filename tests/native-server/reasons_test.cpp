#include "cli/reasons.h"

#include <doctest/doctest.h>

using kaibiao::cli::in_both_languages;

namespace {

std::string both(const std::string& zh, const std::string& en) { return zh + " " + en; }

} // namespace

TEST_CASE("reasons: a reason has its own Chinese before that of a wider one") {
    CHECK(in_both_languages("from 0 to 1000000 with at most 6 decimals") ==
          both("须为 0 至 1000000，最多 6 位小数", "from 0 to 1000000 with at most 6 decimals"));
    CHECK(in_both_languages("from 2 to 15") == both("须为 2 至 15", "from 2 to 15"));
    CHECK(in_both_languages("0 to 100") == both("须为 0 至 100", "0 to 100"));
    CHECK(in_both_languages("0 to what sections give") ==
          both("须在 0 与各部分分值之和之间", "0 to what sections give"));
}

TEST_CASE("reasons: numbers stand where they were, and nothing else is taken for one") {
    CHECK(in_both_languages("12, needed: 13") == both("现有 12，须有 13", "12, needed: 13"));
    CHECK(in_both_languages("3 experts of 5") == both("专家 3 名，共 5 名，不足三分之二", "3 experts of 5"));
    CHECK(in_both_languages("an even number: 6") == both("人数为偶数：6", "an even number: 6"));
    CHECK(in_both_languages("3 points, not 2") == both("有 3 个点，应为 2 个", "3 points, not 2"));
    CHECK(in_both_languages("1 of 2") == both("1（共 2）", "1 of 2"));
    CHECK(in_both_languages("Bank of China") == "Bank of China");
    CHECK(in_both_languages("member 2") == both("成员 2", "member 2"));
}

TEST_CASE("reasons: what a score should have been follows the score") {
    CHECK(in_both_languages("0f design: 8.3; step 0.5") == "0f design: 8.3; " + both("步长 0.5", "step 0.5"));
    CHECK(in_both_languages("0f design: 11; 8 to 10; 5 to 7.5") ==
          "0f design: 11; " + both("8 至 10", "8 to 10") + "; " + both("5 至 7.5", "5 to 7.5"));
    CHECK(in_both_languages("0f licence: a gate takes pass or fail") ==
          "0f licence: " + both("通过制因素只取 pass 或 fail", "a gate takes pass or fail"));
}

TEST_CASE("reasons: of messages, seats and phases") {
    for (const char* en : {"it ends too early",
                           "bytes follow its end",
                           "a number is needed",
                           "counts of items are needed",
                           "an item is counted twice",
                           "an item is not known, or counted too often",
                           "the seat is another person's",
                           "published",
                           "closed",
                           "opening",
                           "window_closed",
                           "announced",
                           "qualified",
                           "evaluated",
                           "failed",
                           "there is nothing to open",
                           "the release window is open",
                           "1 to 64 of A-Z a-z 0-9 . _ -",
                           "the classes are sheet, then volumes",
                           "a stream without events",
                           "half a release",
                           "an element runs past the end",
                           "not whole AES blocks"}) {
        const std::string told = in_both_languages(en);
        CHECK_MESSAGE(told.size() > std::string(en).size() + 1, en);
        CHECK_MESSAGE(told.ends_with(std::string(" ") + en), en);
    }
}
