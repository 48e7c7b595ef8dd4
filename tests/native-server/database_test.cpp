#include "store/database.h"

#include "kaibiao/codec/text.h"
#include "store/lots.h"
#include "store/migrations.h"
#include "store/settings.h"
#include "temporary_folder.h"
#include "work/failure.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

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

TEST_CASE("database: what is wrong with the file is told with the file, and what it holds is its own failure") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "kaibiao.db";
    std::ofstream(file) << std::string(4096, 'x');
    const auto refused = Database::open(file);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::database_failed);
    CHECK(refused.error().place.starts_with(file.string() + ": sqlite "));
    CHECK(refused.error().detail == "file is not a database");

    const Error damaged = in_database(file, Error(ErrorCode::crl_malformed, "0"));
    CHECK(damaged.code == ErrorCode::database_failed);
    CHECK(damaged.place == file.string());
    CHECK(damaged.detail.find("A revocation list is malformed.") != std::string::npos);
    CHECK(in_database(file, Error(ErrorCode::disk_full, "sqlite 13")).code == ErrorCode::disk_full);
    CHECK(in_database(file, Error(ErrorCode::database_newer)).code == ErrorCode::database_newer);
}

TEST_CASE("database: schema 4 finds which lots of older ones have their prices still before them") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "kaibiao.db";
    const auto publication = [](const std::string& notice) {
        return R"({"jws":{"payload":")" + codec::encode_base64(as_bytes(notice)) + R"("}})";
    };
    const std::string one = R"({"envelopes":1,"fallback":false})", two = R"("envelopes":2,"fallback":false})";
    // The same member at each place that three bytes have for it; the last lot was qualified.
    const std::vector<std::string> notices{one, "{" + two, "{ " + two, "{  " + two, "{" + two};
    {
        const auto database = Database::open(file).value();
        WriteTx tx(database->writer());
        for (std::size_t i = 0; i < notices.size(); ++i) {
            LotRow row;
            row.lot = LotId(ByteArray<16>{static_cast<std::uint8_t>(i + 1)});
            put_lot(tx, row);
            const auto put = [&](int position, const std::string& type, const std::string& payload) {
                tx.prepare("INSERT INTO events(lot, stream, position, hash, header, payload) VALUES(?1, ?1, ?2, "
                           "randomblob(32), ?3, ?4)")
                    .bind(row.lot)
                    .bind(position)
                    .bind(as_bytes(R"({"type":")" + type + R"("})"))
                    .bind(as_bytes(payload))
                    .run();
            };
            put(0, "lot.published", publication(notices[i]));
            if (i + 1 == notices.size()) put(1, "lot.qualified", "{}");
        }
        tx.commit();
    }
    {
        Connection connection(file, Access::read_write);
        connection.execute("ALTER TABLE lots DROP COLUMN priced; DROP TABLE closing_checkpoints; DROP TABLE "
                           "lot_checkpoints; PRAGMA user_version=3");
    }
    const auto database = Database::open(file).value();
    const auto found = [&](std::optional<bool> priced) {
        LotQuery query;
        query.priced = priced;
        const LotPage page = search_lots(database->read(), query).value();
        std::vector<int> out;
        for (const LotRow& row : page.rows) out.push_back(row.lot.bytes()[0]);
        std::sort(out.begin(), out.end());
        return out;
    };
    CHECK(found({}) == std::vector{1, 2, 3, 4, 5});
    CHECK(found(true) == std::vector{1, 5});
    CHECK(found(false) == std::vector{2, 3, 4});
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
