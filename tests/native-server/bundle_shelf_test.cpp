#include "blob/bundle_shelf.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

#include <future>

#include <unistd.h>

using namespace kaibiao;
using namespace std::chrono_literals;

namespace {

const LotId lot({1});
const LotId other({2});

std::string text_in(const blob::OpenedBlob& blob) {
    std::string out(blob.length, '\0');
    REQUIRE(::pread(blob.file->descriptor(), out.data(), out.size(), 0) == static_cast<ssize_t>(out.size()));
    return out;
}

} // namespace

TEST_CASE("bundle shelf: a bundle is made once for each state of its lot") {
    const test::TemporaryFolder folder;
    blob::BundleShelf shelf(folder.path(), 0ms);
    int made = 0;
    const auto make = [&]() -> Result<std::string> { return "bundle " + std::to_string(++made); };
    const auto first = shelf.fetch(lot, Digest{1}, make);
    REQUIRE(first.ok());
    CHECK(text_in(shelf.fetch(lot, Digest{1}, make).value()) == "bundle 1");
    CHECK(text_in(shelf.fetch(other, Digest{1}, make).value()) == "bundle 2");
    CHECK(text_in(shelf.fetch(lot, Digest{2}, make).value()) == "bundle 3");
    // The state before is gone from the folder; whoever reads it reads on.
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
    CHECK(text_in(*first) == "bundle 1");
}

TEST_CASE("bundle shelf: what cannot be made is tried again the next time") {
    const test::TemporaryFolder folder;
    blob::BundleShelf shelf(folder.path(), 0ms);
    const auto refused =
        shelf.fetch(lot, Digest{1}, []() -> Result<std::string> { return Error(ErrorCode::json_too_large); });
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::json_too_large);
    CHECK(shelf.fetch(lot, Digest{1}, []() -> Result<std::string> { return std::string("made"); }).ok());
}

TEST_CASE("bundle shelf: one is made at a time; whoever cannot wait so long is told to come back") {
    const test::TemporaryFolder folder;
    blob::BundleShelf shelf(folder.path(), 50ms);
    std::promise<void> begun;
    std::promise<void> gate;
    auto slow = std::async(std::launch::async, [&] {
        return shelf
            .fetch(lot, Digest{1},
                   [&]() -> Result<std::string> {
                       begun.set_value();
                       gate.get_future().wait();
                       return std::string("slow");
                   })
            .ok();
    });
    begun.get_future().wait();
    const auto never = []() -> Result<std::string> { return std::string("not this one"); };
    const auto busy = shelf.fetch(lot, Digest{1}, never);
    REQUIRE_FALSE(busy.ok());
    CHECK(busy.error().code == ErrorCode::queue_full);
    gate.set_value();
    CHECK(slow.get());
    CHECK(text_in(shelf.fetch(lot, Digest{1}, never).value()) == "slow");
}
