#include "kaibiao/base/instant.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

constexpr std::int64_t day = 86'400'000;

Instant at(std::string_view text) { return *Instant::parse(text); }

/// A calendar that only knows how to go to the next day.
struct Calendar {
    int year = 1970, month = 1, day = 1;
    bool leap() const { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
    int length() const {
        static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        return month == 2 && leap() ? 29 : lengths[month - 1];
    }
    void next() {
        if (++day <= length()) return;
        day = 1;
        if (++month <= 12) return;
        month = 1;
        ++year;
    }
};

} // namespace

TEST_CASE("base: every day from 1970 to 2400 has its date") {
    Calendar calendar;
    int wrong = 0;
    for (std::int64_t days = 0; calendar.year < 2400; ++days, calendar.next()) {
        const Result<Instant> instant = Instant::from_civil(calendar.year, calendar.month, calendar.day, 0, 0, 0);
        if (!instant.ok() || instant->milliseconds() != days * day || at(instant->text()) != *instant) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("base: instants round trip as text") {
    for (const std::string_view text :
         {"1970-01-01T00:00:00.000Z", "2026-11-23T01:00:00.000Z", "2000-02-29T23:59:59.999Z",
          "9999-12-31T23:59:59.999Z", "2038-01-19T03:14:08.001Z"}) {
        CHECK(at(text).text() == text);
        kaibiao::test::record("instant", at(text).local_text());
    }
    CHECK(at("2038-01-19T03:14:08.001Z").milliseconds() == 2'147'483'648'001);
    CHECK(Instant().text() == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("base: malformed instants are refused") {
    using namespace std::string_view_literals;
    for (const std::string_view text : {""sv,
                                        "2026-11-23"sv,
                                        "2026-11-23T01:00:00Z"sv,
                                        "2026-11-23T01:00:00.00Z"sv,
                                        "2026-11-23T01:00:00.0000Z"sv,
                                        "2026-11-23t01:00:00.000Z"sv,
                                        "2026-11-23T01:00:00.000z"sv,
                                        "2026-11-23T01:00:00.000+"sv,
                                        "2026-11-23 01:00:00.000Z"sv,
                                        "2026-13-01T00:00:00.000Z"sv,
                                        "2026-00-01T00:00:00.000Z"sv,
                                        "2026-11-00T00:00:00.000Z"sv,
                                        "2026-11-31T00:00:00.000Z"sv,
                                        "2026-02-29T00:00:00.000Z"sv,
                                        "1900-02-28T00:00:00.000Z"sv,
                                        "2100-02-29T00:00:00.000Z"sv,
                                        "1969-12-31T23:59:59.999Z"sv,
                                        "2026-11-23T24:00:00.000Z"sv,
                                        "2026-11-23T23:60:00.000Z"sv,
                                        "2026-11-23T23:59:60.000Z"sv,
                                        "2026-11-23T01:00:00,000Z"sv,
                                        "2026-1a-23T01:00:00.000Z"sv,
                                        "-026-11-23T01:00:00.000Z"sv,
                                        "2026-11-23T01:00:00.000Z "sv,
                                        "2026-11-23T01:00:00.+00Z"sv}) {
        const Result<Instant> instant = Instant::parse(text);
        REQUIRE_MESSAGE(!instant.ok(), "accepted: ", text);
        CHECK(instant.error().code == ErrorCode::instant_malformed);
    }
    CHECK_FALSE(Instant::from_civil(2026, 2, 29, 0, 0, 0).ok());
    CHECK_FALSE(Instant::from_civil(10'000, 1, 1, 0, 0, 0).ok());
    CHECK_FALSE(Instant::from_civil(2026, 1, 1, -1, 0, 0).ok());
}

TEST_CASE("base: local time is eight hours ahead") {
    CHECK(at("2026-11-23T01:00:00.000Z").local_text() == "2026-11-23 09:00:00");
    CHECK(at("2026-12-31T16:00:00.000Z").local_text() == "2027-01-01 00:00:00");
    CHECK(at("2026-12-31T15:59:59.999Z").local_text() == "2026-12-31 23:59:59");
}

TEST_CASE("base: the local day begins at 16:00 UTC of the day before") {
    CHECK(at("2026-11-23T01:00:00.000Z").local_midnight().text() == "2026-11-22T16:00:00.000Z");
    CHECK(at("2026-11-22T16:00:00.000Z").local_midnight().text() == "2026-11-22T16:00:00.000Z");
    CHECK(at("2026-11-22T15:59:59.999Z").local_midnight().text() == "2026-11-21T16:00:00.000Z");
}

TEST_CASE("base: days and milliseconds are added across months and years") {
    CHECK(at("2026-12-25T01:02:03.004Z").plus_days(20).text() == "2027-01-14T01:02:03.004Z");
    CHECK(at("2028-02-28T00:00:00.000Z").plus_days(1).text() == "2028-02-29T00:00:00.000Z");
    CHECK(at("2027-01-14T00:00:00.000Z").plus_days(-20).text() == "2026-12-25T00:00:00.000Z");
    CHECK(at("2026-12-31T23:59:59.999Z").plus_milliseconds(1).text() == "2027-01-01T00:00:00.000Z");
}

TEST_CASE("base: instants have an order") {
    const Instant early = at("2026-11-23T01:00:00.000Z"), late = early.plus_milliseconds(1);
    CHECK(early < late);
    CHECK(late > early);
    CHECK(early <= early);
    CHECK(early >= early);
    CHECK_FALSE(late <= early);
    CHECK(early == Instant::from_milliseconds(early.milliseconds()));
}
