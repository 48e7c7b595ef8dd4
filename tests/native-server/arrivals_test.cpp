#include "work/arrivals.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <future>

using namespace kaibiao;
using namespace std::chrono_literals;

namespace {

/// Whether the ledger is settled for `instant`, asked from another thread.
std::future<bool> settled(work::ArrivalLedger& ledger, Instant instant) {
    return std::async(std::launch::async, [&ledger, instant] { return ledger.wait_settled(instant); });
}

bool waits(const std::future<bool>& answer) { return answer.wait_for(150ms) == std::future_status::timeout; }

} // namespace

TEST_CASE("arrivals: the close waits for a command that arrived one millisecond before the deadline") {
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    auto arrival = ledger.enter();
    auto answer = settled(ledger, arrival->at().plus_milliseconds(1));
    CHECK(waits(answer));
    arrival.reset();
    CHECK(answer.get());
}

TEST_CASE("arrivals: a command that arrived at the deadline, or one millisecond after it, holds nothing up") {
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    const auto arrival = ledger.enter();
    CHECK(ledger.wait_settled(arrival->at()));
    CHECK(ledger.wait_settled(arrival->at().plus_milliseconds(-1)));
}

TEST_CASE("arrivals: the close waits for the last of several earlier arrivals, whatever their order of decision") {
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    auto first = ledger.enter();
    auto second = ledger.enter();
    auto same = ledger.enter();
    auto answer = settled(ledger, same->at().plus_milliseconds(1));
    first.reset();
    same.reset();
    CHECK(waits(answer));
    second.reset();
    CHECK(answer.get());
}

TEST_CASE("arrivals: nothing is settled before the clock has reached the instant") {
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    const Instant deadline = clock.now().plus_milliseconds(80);
    CHECK(ledger.wait_settled(deadline));
    CHECK(clock.now() >= deadline);
    // What is stamped from now on can no longer be before the deadline.
    CHECK(ledger.enter()->at() >= deadline);
}

TEST_CASE("arrivals: a stop ends the waiting, and says that nothing is settled") {
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    const auto arrival = ledger.enter();
    auto answer = settled(ledger, arrival->at().plus_milliseconds(1));
    CHECK(waits(answer));
    ledger.stop();
    CHECK_FALSE(answer.get());
}

TEST_CASE("arrivals: stamps never run backwards, also between threads") {
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    std::atomic<bool> ordered{true};
    const auto stamp = [&] {
        for (int i = 0; i < 2000; ++i) {
            const Instant before = clock.now();
            const auto arrival = ledger.enter();
            if (arrival->at() < before || clock.now() < arrival->at()) ordered = false;
        }
    };
    auto other = std::async(std::launch::async, stamp);
    stamp();
    other.get();
    CHECK(ordered);
}
