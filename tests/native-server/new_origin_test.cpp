#include "backup/backup.h"
#include "kaibiao/base/secret.h"
#include "store/settings.h"
#include "usecase/secrets.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

constexpr const char* old_origin = "centre.example/0badcafe";

struct Log {
    std::string origin;
    Bytes key;
    bool operator==(const Log&) const = default;
};

/// What a server that starts here would sign as, and with.
Log log_of(const store::FolderLayout& folder) {
    const auto database = store::Database::open(folder.database()).value();
    const auto tx = database->read();
    const auto file = usecase::log_key_file(tx, folder);
    REQUIRE(std::filesystem::exists(file));
    return {store::setting(tx, store::log_origin).value(), to_bytes(usecase::kept_secret(file).value().view())};
}

void change(const store::FolderLayout& folder, const char* statement) {
    const auto database = store::Database::open(folder.database()).value();
    database->writer().execute(statement);
}

} // namespace

TEST_CASE("new origin: the log has its name and its key before and after, however far it came") {
    const test::TemporaryFolder temporary;
    const store::FolderLayout folder{temporary.path() / "data"};
    REQUIRE(folder.create().ok());
    {
        const auto database = store::Database::open(folder.database()).value();
        store::WriteTx tx(database->writer());
        store::put_setting(tx, store::log_origin, old_origin);
        tx.commit();
        REQUIRE(usecase::kept_secret(folder.keys() / "log.key").ok());
    }
    const Log before = log_of(folder);
    CHECK(before.origin == old_origin);

    // Each of these stops it at another step, the last one at the very end.
    for (const char* obstacle :
         {"CREATE TRIGGER obstacle BEFORE INSERT ON settings BEGIN SELECT RAISE(ABORT, 'no'); END",
          "CREATE TRIGGER obstacle BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'no'); END"}) {
        change(folder, "INSERT OR REPLACE INTO checkpoint(only, size, note) VALUES(1, 0, 'a note')");
        change(folder, obstacle);
        CHECK_FALSE(backup::begin_new_origin(folder.root).ok());
        CHECK(log_of(folder) == before);
        change(folder, "DROP TRIGGER obstacle");
    }

    const auto fresh = backup::begin_new_origin(folder.root);
    REQUIRE(fresh.ok());
    const Log after = log_of(folder);
    CHECK(after.origin == *fresh);
    CHECK(after.origin != before.origin);
    CHECK(after.key != before.key);
    CHECK(to_bytes(usecase::kept_secret(folder.keys() / "log.key").value().view()) == before.key);

    REQUIRE(backup::begin_new_origin(folder.root).ok());
    CHECK(log_of(folder).key != after.key);
}
