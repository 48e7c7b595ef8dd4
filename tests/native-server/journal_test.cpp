#include "journal/daily_file.h"
#include "journal/journal.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include <sys/resource.h>

using namespace kaibiao;

namespace {

constexpr std::time_t noon = 1'800'000'000;
constexpr std::time_t day = 86'400;

/// Files of this process may not grow beyond `bytes` while it lives: what a full disk looks like.
class Shortage {
  public:
    explicit Shortage(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~Shortage() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    Shortage(const Shortage&) = delete;
    Shortage& operator=(const Shortage&) = delete;

  private:
    rlimit before_{};
};

std::filesystem::path only_file_in(const std::filesystem::path& folder) {
    REQUIRE(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
    return std::filesystem::directory_iterator(folder)->path();
}

std::vector<codec::Json> lines_of(const std::filesystem::path& file) {
    std::istringstream text(test::text_of(file));
    std::vector<codec::Json> out;
    for (std::string line; std::getline(text, line);) out.push_back(codec::parse_canonical(as_bytes(line)).value());
    return out;
}

std::string member(const codec::Json& line, std::string_view key) {
    const codec::Json* found = line.find(key);
    return found == nullptr                ? "absent"
           : found->as_string() == nullptr ? codec::dump_canonical(*found)
                                           : *found->as_string();
}

http::AccessRecord request_record() {
    http::AccessRecord record;
    record.address = "203.0.113.7";
    record.person = "91330900";
    record.role = http::Role::bidder;
    record.method = "GET";
    record.path = "/api/lots?q=secret";
    record.status = 404;
    record.bytes = 12;
    record.microseconds = 345;
    record.error = ErrorCode::lot_unknown;
    return record;
}

} // namespace

TEST_CASE("daily file: each day has its own, and nothing is ever overwritten") {
    const test::TemporaryFolder folder;
    journal::DailyFile file(folder.path(), "log", ".jsonl");
    REQUIRE(file.append("one\n", noon).ok());
    REQUIRE(file.append("two\n", noon + 1).ok());
    REQUIRE(file.append("three\n", noon + day).ok());
    REQUIRE(file.append("late\n", noon).ok());
    CHECK(test::text_of(file.path_of(noon)) == "one\ntwo\nlate\n");
    CHECK(test::text_of(file.path_of(noon + day)) == "three\n");
    journal::DailyFile again(folder.path(), "log", ".jsonl");
    REQUIRE(again.append("four\n", noon).ok());
    CHECK(test::text_of(file.path_of(noon)) == "one\ntwo\nlate\nfour\n");
}

TEST_CASE("daily file: a text is written whole or not at all, and the next can be when there is room") {
    const test::TemporaryFolder folder;
    journal::DailyFile file(folder.path(), "log", ".jsonl");
    REQUIRE(file.append("0123456\n", noon).ok());
    {
        const Shortage shortage(12);
        const Status refused = file.append("89abcdef\n", noon);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().code == ErrorCode::disk_full);
        CHECK(test::text_of(file.path_of(noon)) == "0123456\n");
    }
    REQUIRE(file.append("after\n", noon).ok());
    CHECK(test::text_of(file.path_of(noon)) == "0123456\nafter\n");
}

TEST_CASE("daily file: a folder that is gone is an error, not a loss without a word") {
    journal::DailyFile file("/nonexistent/folder", "log", ".jsonl");
    CHECK(file.append("line\n", noon).error().code == ErrorCode::file_unwritable);
}

TEST_CASE("journal: a request is a line with time, address, person and outcome, without its query") {
    const test::TemporaryFolder folder;
    REQUIRE(journal::open(folder.path()).ok());
    journal::access(request_record());
    journal::event("decided", codec::Json::object().set("type", "bid.submitted"));
    journal::close();
    const auto lines = lines_of(only_file_in(folder.path()));
    REQUIRE(lines.size() == 2);
    const codec::Json& line = lines.front();
    for (const auto& [key, value] : {std::pair{"event", "request"},
                                     {"address", "203.0.113.7"},
                                     {"person", "91330900"},
                                     {"role", "bidder"},
                                     {"method", "GET"},
                                     {"path", "/api/lots"},
                                     {"status", "404"},
                                     {"bytes", "12"},
                                     {"microseconds", "345"},
                                     {"error", "lot_unknown"},
                                     {"level", "info"}})
        CHECK_MESSAGE(member(line, key) == value, key);
    CHECK(Instant::parse(member(line, "time")).ok());
    CHECK(line.as_object()->size() == 12);
    CHECK(member(lines.back(), "type") == "bid.submitted");
}

TEST_CASE("journal: lines that could not be written are counted, and the file tells of the gap afterwards") {
    const test::TemporaryFolder folder;
    REQUIRE(journal::open(folder.path()).ok());
    // A folder without a way in: as root a mode would not stop us.
    const std::filesystem::path aside = folder.path().string() + "-aside";
    std::filesystem::rename(folder.path(), aside);
    const auto wait_for = [](std::uint64_t lost) {
        for (int i = 0; i < 500 && journal::lost_lines() != lost; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return journal::lost_lines() == lost;
    };
    for (int i = 0; i < 3; ++i) journal::access(request_record());
    CHECK(wait_for(3));
    std::filesystem::rename(aside, folder.path());
    journal::access(request_record());
    CHECK(wait_for(0));
    journal::close();
    const auto lines = lines_of(only_file_in(folder.path()));
    REQUIRE(lines.size() == 2);
    CHECK(member(lines[0], "event") == "lines_lost");
    CHECK(member(lines[0], "lines") == "3");
    CHECK(member(lines[1], "event") == "request");
}
