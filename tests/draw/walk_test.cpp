#include "draw/draw_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;

namespace {

constexpr std::string_view message = "m";

Walk walk_of(const ExpertList& list) {
    auto walk = Walk::begin(list, seed(1), as_bytes(message));
    REQUIRE(walk.ok());
    return std::move(walk).value();
}

/// The expert who is called as number `rank` of the first stratum.
std::string ranked(const ExpertList& list, const Walk& walk, std::size_t rank) {
    return list.strata[0].experts[walk.ranking(0)[rank]];
}

Step declined(std::uint32_t stratum, const std::string& expert) {
    return {stratum, expert, StepKind::declined, Reason::unavailable};
}
Step replaced(std::uint32_t stratum, const std::string& expert) {
    return {stratum, expert, StepKind::replaced, Reason::health};
}

} // namespace

TEST_CASE("draw: a ranking holds everybody who may be drawn once, and nobody else") {
    const ExpertList list = two_strata();
    const Walk walk = walk_of(list);
    const auto eligible = check_list(list);
    for (std::size_t s = 0; s < 2; ++s) {
        std::vector<std::uint32_t> sorted = walk.ranking(s);
        std::sort(sorted.begin(), sorted.end());
        CHECK(sorted == (*eligible)[s]);
        CHECK(walk.ranking(s) != sorted);
    }
}

TEST_CASE("draw: the first of the ranking are called, the next are the reserve") {
    const ExpertList list = two_strata();
    const Walk walk = walk_of(list);
    const auto outcome = walk.outcome();
    CHECK(outcome[0].members == std::vector{ranked(list, walk, 0), ranked(list, walk, 1), ranked(list, walk, 2)});
    CHECK(outcome[0].reserve == std::vector{ranked(list, walk, 3), ranked(list, walk, 4)});
    CHECK(outcome[0].replaced.empty());
    CHECK(outcome[1].members.size() == 2);
}

TEST_CASE("draw: another seed, message or stratum gives another ranking") {
    const ExpertList list = two_strata();
    const auto first = walk_of(list).ranking(0);
    CHECK(Walk::begin(list, seed(2), as_bytes(message))->ranking(0) != first);
    CHECK(Walk::begin(list, seed(1), as_bytes("n"))->ranking(0) != first);
    DrawStream one(seed(1), as_bytes(message), 0), other(seed(1), as_bytes(message), 1);
    CHECK(full_ranking(one, 39) != full_ranking(other, 39));
}

TEST_CASE("draw: whoever declines gives his place to the next of the ranking; the others stay") {
    const ExpertList list = two_strata();
    Walk walk = walk_of(list);
    const auto before = walk.outcome();
    CHECK(walk.apply(declined(0, ranked(list, walk, 1))).ok());
    auto after = walk.outcome();
    CHECK(after[0].members == std::vector{ranked(list, walk, 0), ranked(list, walk, 3), ranked(list, walk, 2)});
    CHECK(after[0].reserve == std::vector{ranked(list, walk, 4), ranked(list, walk, 5)});
    CHECK(after[0].replaced.empty());
    CHECK(after[1] == before[1]);
    CHECK(walk.apply(declined(0, ranked(list, walk, 3))).ok()); // the stand-in declines too
    CHECK(walk.outcome()[0].members[1] == ranked(list, walk, 4));
}

TEST_CASE("draw: the conclusions of the replaced are void, those of the others are not") {
    const ExpertList list = two_strata();
    Walk walk = walk_of(list);
    CHECK(walk.apply(replaced(0, ranked(list, walk, 2))).ok());
    CHECK(walk.apply(declined(0, ranked(list, walk, 3))).ok());
    CHECK(walk.apply({0, ranked(list, walk, 4), StepKind::replaced, Reason::left_post}).ok());
    const auto outcome = walk.outcome();
    CHECK(outcome[0].replaced == std::vector{ranked(list, walk, 2), ranked(list, walk, 4)});
    CHECK(outcome[0].members[2] == ranked(list, walk, 5));
}

TEST_CASE("draw: somebody who was never drawn cannot decline, nor can somebody who has left") {
    const ExpertList list = two_strata();
    Walk walk = walk_of(list);
    const auto before = walk.outcome();
    CHECK(code_of(walk.apply(declined(0, ranked(list, walk, 5)))) == ErrorCode::draw_expert_not_called);
    CHECK(code_of(walk.apply(declined(0, ranked(list, walk, 3)))) == ErrorCode::draw_expert_not_called); // reserve
    CHECK(code_of(walk.apply(declined(0, "structuresE00007"))) == ErrorCode::draw_expert_not_called);    // excluded
    CHECK(walk.outcome() == before);
    CHECK(walk.apply(declined(0, ranked(list, walk, 0))).ok());
    CHECK(code_of(walk.apply(declined(0, ranked(list, walk, 0)))) == ErrorCode::draw_expert_not_called);
}

TEST_CASE("draw: an expert of another stratum or of no list cannot decline") {
    const ExpertList list = two_strata();
    Walk walk = walk_of(list);
    const std::string other = walk.outcome()[1].members[0];
    CHECK(code_of(walk.apply(declined(0, other))) == ErrorCode::draw_expert_wrong_stratum);
    CHECK(walk.apply(declined(1, other)).ok());
    CHECK(code_of(walk.apply(declined(0, "nobody"))) == ErrorCode::draw_expert_unknown);
    CHECK(code_of(walk.apply(declined(2, other))) == ErrorCode::draw_transcript_malformed);
}

TEST_CASE("draw: nobody walks past the end of the ranking") {
    const ExpertList list = one_stratum(7, 5, 1);
    Walk walk = walk_of(list);
    CHECK(walk.apply(declined(0, ranked(list, walk, 0))).ok()); // the reserve
    CHECK(walk.apply(declined(0, ranked(list, walk, 1))).ok()); // the ranking goes on beyond it
    const auto before = walk.outcome();
    CHECK(before[0].reserve.empty());
    CHECK(code_of(walk.apply(declined(0, ranked(list, walk, 2)))) == ErrorCode::draw_ranking_exhausted);
    CHECK(walk.outcome() == before);
}

TEST_CASE("draw: a reason fits what happened") {
    const ExpertList list = two_strata();
    Walk walk = walk_of(list);
    const std::string first = ranked(list, walk, 0);
    CHECK(code_of(walk.apply({0, first, StepKind::declined, Reason::left_post})) == ErrorCode::draw_reason_unknown);
    CHECK(code_of(walk.apply({0, first, StepKind::replaced, Reason::unreachable})) == ErrorCode::draw_reason_unknown);
    CHECK(walk.apply({0, first, StepKind::replaced, Reason::near_relative}).ok());
    CHECK(code_of(parse_step_reason("bored", StepKind::declined)) == ErrorCode::draw_reason_unknown);
    CHECK(code_of(parse_exclusion_reason("health")) == ErrorCode::draw_reason_unknown);
    CHECK(code_of(parse_step_kind("vanished")) == ErrorCode::draw_transcript_malformed);
}

TEST_CASE("draw: a stratum in which everybody is drawn is ranked too") {
    const ExpertList list = one_stratum(5, 5, 0);
    const Walk walk = walk_of(list);
    const auto outcome = walk.outcome();
    CHECK(std::set<std::string>(outcome[0].members.begin(), outcome[0].members.end()).size() == 5);
    CHECK(outcome[0].reserve.empty());
}

TEST_CASE("draw: a value is one of those published") {
    std::set<std::string> seen;
    for (std::uint64_t number = 0; number < 200; ++number) {
        const auto value = draw_value(values(), seed(number), as_bytes(message));
        REQUIRE(value.ok());
        seen.insert(*value);
    }
    CHECK(seen.size() == values().values.size());
    CHECK(*draw_value({"K", {"1"}}, seed(1), as_bytes(message)) == "1");
    CHECK(code_of(draw_value({"K", {}}, seed(1), as_bytes(message))) == ErrorCode::draw_list_empty);
}
