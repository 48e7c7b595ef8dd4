#include "kaibiao/tender/periods.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::tender;

namespace {

const RuleProfile& works() { return built_in_profiles()[0]; }
const RuleProfile& trial() { return *find_profile(built_in_profiles(), "trial", 1); }
Instant at(std::string_view text) { return Instant::parse(text).value(); }

ErrorCode code_of(const Status& status) {
    REQUIRE_FALSE(status.ok());
    return status.error().code;
}

} // namespace

TEST_CASE("periods: days are calendar days of Asia/Shanghai, whatever the time of day") {
    // 23:59 on the 1st and 00:01 on the 2nd, Shanghai time, both on the 1st in UTC.
    CHECK(elapsed_units(RuleUnit::days, at("2026-11-01T15:59:00.000Z"), at("2026-11-01T16:01:00.000Z")) == 1);
    CHECK(elapsed_units(RuleUnit::days, at("2026-11-01T16:01:00.000Z"), at("2026-11-02T15:59:59.999Z")) == 0);
    CHECK(elapsed_units(RuleUnit::seconds, at("2026-11-01T00:00:00.000Z"), at("2026-11-01T00:00:01.999Z")) == 1);
}

TEST_CASE("periods: twenty days to bid hold on the twentieth day and not on the nineteenth") {
    const Instant issued = at("2026-11-01T01:00:00.000Z"); // 09:00 on 1 November
    CHECK(check_time_to_bid(works(), issued, issued, at("2026-11-21T01:00:00.000Z")).ok());
    CHECK(check_time_to_bid(works(), issued, issued, at("2026-11-20T16:00:00.000Z")).ok()); // 00:00 on the 21st
    const Status early = check_time_to_bid(works(), issued, issued, at("2026-11-20T15:59:59.999Z"));
    CHECK(code_of(early) == ErrorCode::period_too_short);
    CHECK(early.error().detail == "BL 24: at least 20 days, here 19");
}

TEST_CASE("periods: documents said to be issued before the publication count from the publication") {
    const Instant published = at("2026-11-05T01:00:00.000Z");
    const Status status =
        check_time_to_bid(works(), at("2026-11-01T01:00:00.000Z"), published, at("2026-11-21T01:00:00.000Z"));
    CHECK(code_of(status) == ErrorCode::period_too_short);
}

TEST_CASE("periods: documents that come later than the publication count from their issue") {
    const Instant published = at("2026-11-01T01:00:00.000Z");
    const Status status =
        check_time_to_bid(works(), at("2026-11-05T01:00:00.000Z"), published, at("2026-11-21T01:00:00.000Z"));
    CHECK(code_of(status) == ErrorCode::period_too_short);
}

TEST_CASE("periods: a clarification that affects bids comes fifteen days before the deadline") {
    const Instant deadline = at("2026-11-21T01:00:00.000Z");
    CHECK(check_clarification_lead(works(), at("2026-11-06T15:00:00.000Z"), deadline).ok()); // 23:00 on the 6th
    CHECK(code_of(check_clarification_lead(works(), at("2026-11-06T16:00:00.000Z"), deadline)) ==
          ErrorCode::period_too_short);
}

TEST_CASE("periods: the earliest end is the first instant at which the period holds") {
    const Instant from = at("2026-11-01T15:59:59.999Z");
    for (const RuleProfile* profile : {&works(), &trial()}) {
        const Rule& rule = profile->rule(RuleKey::time_to_bid);
        const Instant end = earliest_end(rule, from);
        CHECK(period_holds(rule, from, end));
        CHECK_FALSE(period_holds(rule, from, end.plus_milliseconds(-1)));
    }
}

TEST_CASE("periods: an end before the beginning never holds, even for a period of zero") {
    Rule rule = works().rule(RuleKey::time_to_bid);
    rule.value = 0;
    CHECK_FALSE(period_holds(rule, at("2026-11-01T02:00:00.000Z"), at("2026-11-01T01:00:00.000Z")));
}

TEST_CASE("periods: a committee has five members or more, an odd number, two thirds of them experts") {
    CHECK(check_committee_size(works(), {5, 4}).ok());
    CHECK(check_committee_size(works(), {9, 6}).ok());
    CHECK(code_of(check_committee_size(works(), {5, 3})) == ErrorCode::committee_wrong);
    CHECK(code_of(check_committee_size(works(), {6, 6})) == ErrorCode::committee_wrong);
    CHECK(code_of(check_committee_size(works(), {3, 3})) == ErrorCode::committee_wrong);
    CHECK(check_committee_size(trial(), {1, 1}).ok());
    CHECK(check_committee_size(trial(), {2, 2}).ok());
    CHECK(code_of(check_committee_size(trial(), {0, 0})) == ErrorCode::committee_wrong);
    CHECK(code_of(check_committee_size(trial(), {2, 1})) == ErrorCode::committee_wrong);
}
