#include "work/worker_pool.h"

#include "work/failure.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace kaibiao;

TEST_CASE("workers: what a task throws is told, and its thread goes on") {
    std::vector<Error> told;
    int done = 0;
    work::WorkerPool pool(1, 10, [&](const Error& error) { told.push_back(error); });
    CHECK(pool.post([] { throw work::Failure(Error(ErrorCode::disk_full, "a file")); }));
    CHECK(pool.post([&] { ++done; }));
    CHECK(pool.post([] { throw std::runtime_error("out of luck"); }));
    CHECK(pool.post([] { throw 1; }));
    CHECK(pool.post([&] { ++done; }));
    pool.stop();
    CHECK(done == 2);
    REQUIRE(told.size() == 3);
    CHECK(told[0].code == ErrorCode::disk_full);
    CHECK(told[0].place == "a file");
    CHECK(told[1].code == ErrorCode::internal_error);
    CHECK(told[1].detail == "out of luck");
    CHECK(told[2].code == ErrorCode::internal_error);
}

TEST_CASE("workers: a full queue and a pool that ends take nothing more") {
    int done = 0;
    work::WorkerPool pool(0, 1, [](const Error&) { FAIL("nothing is thrown here"); });
    CHECK(pool.post([&] { ++done; }));
    CHECK_FALSE(pool.post([&] { ++done; }));
    pool.stop();
    CHECK_FALSE(pool.post([&] { ++done; }));
    CHECK(done == 0);
}
