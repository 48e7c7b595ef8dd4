#include "writer/lot_book.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace kaibiao;

TEST_CASE("lot book: of a lot that does not exist nobody gets a record, however many ask at once") {
    const test::TemporaryFolder folder;
    const auto database = store::Database::open(folder.path() / "kaibiao.db").value();
    writer::LotBook book(*database);
    std::atomic<int> looks = 0;
    std::atomic<int> found = 0;
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 2'000; ++round)
                if (book.read(LotId({7}), [&](const writer::LotRecord&) { ++looks; })) ++found;
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(looks == 0);
    CHECK(found == 0);
    CHECK_FALSE(book.copy(LotId({7})).ok());
}
