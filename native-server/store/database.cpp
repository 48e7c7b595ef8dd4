#include "store/database.h"

#include "store/migrations.h"
#include "work/failure.h"

namespace kaibiao::store {

WriteTx::WriteTx(Connection& connection) : ReadTx(connection) { connection_.execute("BEGIN IMMEDIATE"); }

WriteTx::~WriteTx() {
    if (!open_ || !connection_.in_transaction()) return;
    try {
        connection_.execute("ROLLBACK");
    } catch (const work::Failure&) {
        // The connection is broken; the next transaction will say so.
    }
}

void WriteTx::commit() {
    connection_.execute("COMMIT");
    open_ = false;
}

ReadLease::ReadLease(Database& database, std::unique_ptr<Connection> connection)
    : ReadTx(*connection), database_(database), owned_(std::move(connection)) {
    owned_->execute("BEGIN");
}

ReadLease::~ReadLease() {
    try {
        owned_->execute("COMMIT");
        database_.give_back(std::move(owned_));
    } catch (const work::Failure&) {
        owned_.reset();
    }
}

Error in_database(const std::filesystem::path& file, const Error& error) {
    switch (error.code) {
    case ErrorCode::database_newer: return error;
    case ErrorCode::database_failed:
    case ErrorCode::disk_full: return Error(error.code, file.string() + ": " + error.place, error.detail);
    default: {
        const ErrorSentence& met = sentence(error.code);
        return Error(ErrorCode::database_failed, file.string(), std::string(met.zh) + " " + std::string(met.en));
    }
    }
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
    TRY(check_sqlite_version());
    try {
        auto database = std::make_unique<Database>(file);
        Connection& writer = database->writer_;
        // EXTRA protects in rollback mode only; in WAL mode FULL is one fsync per commit and loses nothing.
        writer.execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; "
            "PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536;");
        TRY(migrate(writer));
        return database;
    } catch (const work::Failure& failure) {
        return in_database(file, failure.error());
    }
}

ReadLease Database::read() {
    std::unique_ptr<Connection> connection;
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            connection = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    if (connection == nullptr) connection = std::make_unique<Connection>(file_, Access::read_only);
    return ReadLease(*this, std::move(connection));
}

void Database::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
}

} // namespace kaibiao::store
