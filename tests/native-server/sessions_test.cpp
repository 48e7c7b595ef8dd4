#include "usecase/sessions.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::usecase;

namespace {

const Instant start = Instant::from_milliseconds(1'800'000'000'000);
const store::Account account{"91330900", "某公司", "某公司", http::Role::tenderer, start};

Sessions fresh_sessions() { return Sessions(SecretArray<32>()); }

} // namespace

TEST_CASE("sessions: a login lasts until its expiry, and its holder is a visitor afterwards") {
    Sessions sessions = fresh_sessions();
    const std::string cookie = new_session_cookie();
    const Instant end = start.plus_milliseconds(session_milliseconds);
    sessions.open(token_of(cookie), account, end);
    const http::Caller before = sessions.caller(cookie, end.plus_milliseconds(-1));
    CHECK(before.role == http::Role::tenderer);
    CHECK(before.person == account.person);
    const http::Caller after = sessions.caller(cookie, end);
    CHECK(after.role == http::Role::visitor);
    CHECK(after.person.empty());
    CHECK(after.csrf == before.csrf);
}

TEST_CASE("sessions: a login is over with its certificate, and after half a day in any case") {
    const Instant half_a_day = start.plus_milliseconds(session_milliseconds);
    CHECK(session_end(start, start.plus_days(365)) == half_a_day);
    CHECK(session_end(start, half_a_day.plus_milliseconds(1)) == half_a_day);
    CHECK(session_end(start, half_a_day.plus_milliseconds(-1)) == half_a_day.plus_milliseconds(-1));
    CHECK(session_end(start, start.plus_milliseconds(1)) == start.plus_milliseconds(1));
}

TEST_CASE("sessions: a closed one is over at once, others are not") {
    Sessions sessions = fresh_sessions();
    const std::string one = new_session_cookie();
    const std::string other = new_session_cookie();
    for (const std::string& cookie : {one, other})
        sessions.open(token_of(cookie), account, start.plus_milliseconds(session_milliseconds));
    sessions.close(token_of(one));
    CHECK(sessions.caller(one, start).role == http::Role::visitor);
    CHECK(sessions.caller(other, start).role == http::Role::tenderer);
}

TEST_CASE("sessions: the token against forged requests belongs to one cookie and one server") {
    const Sessions sessions = fresh_sessions();
    const Sessions elsewhere(SecretArray<32>::copy_of(ByteArray<32>{1}));
    const std::string one = new_session_cookie();
    const std::string other = new_session_cookie();
    CHECK(one != other);
    CHECK(sessions.caller(one, start).csrf.size() == 64);
    CHECK(sessions.caller(one, start).csrf != sessions.caller(other, start).csrf);
    CHECK(sessions.caller(one, start).csrf != elsewhere.caller(one, start).csrf);
}

TEST_CASE("sessions: what is not a cookie of ours is none") {
    const Sessions sessions = fresh_sessions();
    const std::string good = new_session_cookie();
    for (const std::string& cookie :
         {std::string(), std::string("a"), good.substr(1), good + "0", std::string(64, 'g'), std::string(64, 'A')})
        CHECK_MESSAGE(sessions.caller(cookie, start).csrf.empty(), cookie);
}

TEST_CASE("sessions: the database forgets those that are over and gives back only those that live") {
    const test::TemporaryFolder folder;
    const auto database = store::Database::open(folder.path() / "kaibiao.db").value();
    const Instant end = start.plus_milliseconds(1000);
    {
        store::WriteTx tx(database->writer());
        REQUIRE(store::insert_account(tx, account));
        store::insert_session(tx, {Digest{1}, account.person, start, end});
        store::insert_session(tx, {Digest{2}, account.person, start, end.plus_milliseconds(1)});
        tx.commit();
    }
    CHECK(store::live_sessions(database->read(), end.plus_milliseconds(-1)).size() == 2);
    const auto alive = store::live_sessions(database->read(), end);
    REQUIRE(alive.size() == 1);
    CHECK(alive.front().token == Digest{2});
    {
        store::WriteTx tx(database->writer());
        store::delete_expired_sessions(tx, end);
        tx.commit();
    }
    CHECK(store::live_sessions(database->read(), start).size() == 1);
}

TEST_CASE("login: a challenge works once, until it expires") {
    LoginChallenges challenges;
    const auto first = challenges.issue(start);
    const auto second = challenges.issue(start);
    CHECK(first.nonce != second.nonce);
    CHECK(first.expires == start.plus_milliseconds(challenge_milliseconds));
    CHECK(challenges.redeem(first.nonce, first.expires.plus_milliseconds(-1)));
    CHECK_FALSE(challenges.redeem(first.nonce, start));
    CHECK_FALSE(challenges.redeem(second.nonce, second.expires));
    CHECK_FALSE(challenges.redeem(second.nonce, start));
    CHECK_FALSE(challenges.redeem(ByteArray<32>{}, start));
}
