#include "store/database.h"

#include "store/migrations.h"
#include "store/settings.h"
#include "temporary_folder.h"
#include "work/failure.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::store;

TEST_CASE("database: what was not committed is gone, what was is there for others") {
    const test::TemporaryFolder folder;
    const auto database = Database::open(folder.path() / "kaibiao.db").value();
    {
        WriteTx tx(database->writer());
        put_setting(tx, "a", "1");
    }
    CHECK_FALSE(setting(database->read(), "a"));
    {
        WriteTx tx(database->writer());
        put_setting(tx, "a", "2");
        CHECK_FALSE(setting(database->read(), "a"));
        tx.commit();
    }
    CHECK(setting(database->read(), "a") == "2");
}

TEST_CASE("database: a reader's connection cannot write") {
    const test::TemporaryFolder folder;
    const auto database = Database::open(folder.path() / "kaibiao.db").value();
    const ReadLease tx = database->read();
    CHECK_THROWS_AS(tx.prepare("DELETE FROM settings").run(), work::Failure);
}

TEST_CASE("database: a reader sees one moment, whatever is committed meanwhile") {
    const test::TemporaryFolder folder;
    const auto database = Database::open(folder.path() / "kaibiao.db").value();
    const ReadLease tx = database->read();
    CHECK_FALSE(setting(tx, "a"));
    {
        WriteTx writing(database->writer());
        put_setting(writing, "a", "1");
        writing.commit();
    }
    CHECK_FALSE(setting(tx, "a"));
    CHECK(setting(database->read(), "a") == "1");
}

TEST_CASE("database: a schema that is newer is refused and stays as it is") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "kaibiao.db";
    REQUIRE(Database::open(file).ok());
    {
        Connection connection(file, Access::read_write);
        connection.execute("PRAGMA user_version=" + std::to_string(newest_schema() + 1));
    }
    const auto refused = Database::open(file);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::database_newer);
    Connection connection(file, Access::read_only);
    CHECK(connection.integer("PRAGMA user_version") == newest_schema() + 1);
}

TEST_CASE("database: a blob of another length than the schema says is a failure, not a shorter value") {
    const test::TemporaryFolder folder;
    const auto database = Database::open(folder.path() / "kaibiao.db").value();
    {
        WriteTx tx(database->writer());
        tx.prepare("INSERT INTO log_entries(position, entry) VALUES(0, x'00112233')").run();
        tx.commit();
    }
    const ReadLease tx = database->read();
    Statement row = tx.prepare("SELECT entry FROM log_entries");
    REQUIRE(row.step());
    CHECK_THROWS_AS((void)row.array<32>(0), work::Failure);
}
