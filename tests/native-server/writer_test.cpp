#include "writer/writer.h"

#include "http/problem.h"
#include "temporary_folder.h"
#include "work/failure.h"

#include <doctest/doctest.h>

#include <future>

using namespace kaibiao;
using namespace std::chrono_literals;

namespace {

constexpr const char* origin = "unit.example/log";

class Fixture {
  public:
    explicit Fixture(std::size_t longest_queue, std::size_t largest_batch = 256)
        : database_(store::Database::open(folder_.path() / "kaibiao.db").value()),
          writer_(std::make_unique<writer::Writer>(
              *database_,
              writer::LogIdentity{origin,
                                  log::SignerKey::make(origin, log::NoteKeyType::ed25519, SecretArray<32>()).value()},
              writer::WriterOptions{longest_queue, largest_batch, std::chrono::hours(1)},
              [this](const std::vector<writer::CommittedEvent>&) { ++commits; })) {}
    writer::Writer& writer() { return *writer_; }
    store::Database& database() { return *database_; }

    /// A job that notes its name when it is decided.
    writer::Job job(std::string name, std::shared_ptr<work::Arrival> arrival = nullptr) {
        return {[this, name](writer::Batch&) {
                    order.push_back(name);
                    return ok();
                },
                [this, name](const Result<writer::Committed>& done) { answers.emplace_back(name, done.ok()); },
                std::move(arrival)};
    }

    // Written on the writer's thread, read after it has ended.
    std::vector<std::string> order;
    std::vector<std::pair<std::string, bool>> answers;
    int commits = 0;

  private:
    test::TemporaryFolder folder_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<writer::Writer> writer_;
};

} // namespace

TEST_CASE("writer: a full queue refuses what is too much at once, and decides what it took in order") {
    Fixture fixture(3);
    for (const char* name : {"a", "b", "c"}) CHECK(fixture.writer().submit(fixture.job(name)).ok());
    const Status refused = fixture.writer().submit(fixture.job("d"));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::queue_full);
    REQUIRE(fixture.writer().start().ok());
    fixture.writer().stop();
    CHECK(fixture.order == std::vector<std::string>{"a", "b", "c"});
    CHECK(fixture.answers == std::vector<std::pair<std::string, bool>>{{"a", true}, {"b", true}, {"c", true}});
}

TEST_CASE("writer: a full queue is HTTP 503 with the advice to come back") {
    const http::Response response = http::problem(Error(ErrorCode::queue_full));
    CHECK(response.status == 503);
    CHECK(response.headers.get("Retry-After") == "1");
}

TEST_CASE("writer: a refused command does not hold the close up") {
    Fixture fixture(1);
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    REQUIRE(fixture.writer().submit(fixture.job("first")).ok());
    auto arrival = ledger.enter();
    const Instant deadline = arrival->at().plus_milliseconds(1);
    CHECK_FALSE(fixture.writer().submit(fixture.job("second", std::move(arrival))).ok());
    CHECK(ledger.wait_settled(deadline));
}

TEST_CASE("writer: whatever arrived before the deadline is decided before the close, however slow the writer") {
    Fixture fixture(10, 1);
    work::ServerClock clock;
    work::ArrivalLedger ledger(clock);
    std::promise<void> gate;
    writer::Job slow = fixture.job("slow");
    slow.decide = [&, opened = gate.get_future().share()](writer::Batch&) {
        opened.wait();
        fixture.order.emplace_back("slow");
        return ok();
    };
    REQUIRE(fixture.writer().start().ok());
    REQUIRE(fixture.writer().submit(std::move(slow)).ok());
    auto early = ledger.enter();
    auto last = ledger.enter();
    const Instant deadline = last->at().plus_milliseconds(1);
    auto close = std::async(std::launch::async, [&] {
        return ledger.wait_settled(deadline) && fixture.writer().submit(fixture.job("close")).ok();
    });
    REQUIRE(fixture.writer().submit(fixture.job("early", std::move(early))).ok());
    CHECK(close.wait_for(100ms) == std::future_status::timeout);
    // Arrived, checked for a long time, and only now on its way to the writer.
    REQUIRE(fixture.writer().submit(fixture.job("last", std::move(last))).ok());
    gate.set_value();
    CHECK(close.get());
    fixture.writer().stop();
    CHECK(fixture.order == std::vector<std::string>{"slow", "early", "last", "close"});
}

TEST_CASE("writer: a job that fails spoils nobody else's") {
    Fixture fixture(10);
    writer::Job bad = fixture.job("bad");
    bad.decide = [](writer::Batch& batch) -> Status {
        batch.tx().prepare("INSERT INTO settings(name, value) VALUES('spoiled', '1')").run();
        throw work::Failure(Error(ErrorCode::database_failed));
    };
    writer::Job good = fixture.job("good");
    good.decide = [](writer::Batch& batch) {
        batch.tx().prepare("INSERT INTO settings(name, value) VALUES('kept', '1')").run();
        return ok();
    };
    writer::Job refused = fixture.job("refused");
    refused.decide = [](writer::Batch&) -> Status { return Error(ErrorCode::deadline_passed); };
    for (writer::Job* one : {&good, &bad, &refused}) REQUIRE(fixture.writer().submit(std::move(*one)).ok());
    REQUIRE(fixture.writer().start().ok());
    fixture.writer().stop();
    CHECK(fixture.answers ==
          std::vector<std::pair<std::string, bool>>{{"good", true}, {"bad", false}, {"refused", false}});
    const store::ReadLease tx = fixture.database().read();
    store::Statement rows = tx.prepare("SELECT name FROM settings ORDER BY name");
    REQUIRE(rows.step());
    CHECK(rows.text(0) == "kept");
    CHECK_FALSE(rows.step());
}

TEST_CASE("writer: the replies come after the commit") {
    Fixture fixture(10);
    bool durable = false;
    writer::Job job = fixture.job("job");
    job.decide = [](writer::Batch& batch) {
        batch.tx().prepare("INSERT INTO settings(name, value) VALUES('answer', 'durable')").run();
        return ok();
    };
    job.done = [&](const Result<writer::Committed>&) {
        const store::ReadLease tx = fixture.database().read();
        durable = tx.prepare("SELECT 1 FROM settings WHERE name='answer'").step();
    };
    REQUIRE(fixture.writer().submit(std::move(job)).ok());
    REQUIRE(fixture.writer().start().ok());
    fixture.writer().stop();
    CHECK(durable);
    CHECK(fixture.commits == 1);
}
