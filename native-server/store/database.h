#pragma once
/// The database of a centre: read transactions for anybody, write transactions for the one writer.

#include "store/sqlite.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace kaibiao::store {

/// A consistent view. Queries (store/*.h) take one of these; their connection cannot write.
class ReadTx {
  public:
    Statement prepare(const char* sql) const { return connection_.prepare(sql); }

  protected:
    explicit ReadTx(Connection& connection) : connection_(connection) {}
    ~ReadTx() = default;
    Connection& connection_;
};

/// All or nothing: rolled back unless commit() was called. Only the writer makes these.
class WriteTx final : public ReadTx {
  public:
    /// Takes the write lock.
    explicit WriteTx(Connection& connection);
    ~WriteTx();
    WriteTx(const WriteTx&) = delete;
    WriteTx& operator=(const WriteTx&) = delete;
    /// Returns when the transaction is on disk.
    void commit();
    /// Undoes what `act` wrote when it throws or returns an error.
    template <typename Act> auto attempt(Act act) -> decltype(act());

  private:
    bool open_ = true;
};

class Database;

/// A read transaction on a leased connection; goes back when it dies.
class ReadLease final : public ReadTx {
  public:
    ReadLease(Database& database, std::unique_ptr<Connection> connection);
    ~ReadLease();
    ReadLease(const ReadLease&) = delete;
    ReadLease& operator=(const ReadLease&) = delete;

  private:
    Database& database_;
    std::unique_ptr<Connection> owned_;
};

/// What was met in a database that holds a centre, with the file named: what is stored there was right once, so that
/// whatever is wrong with it now is the database's failure. database_newer and disk_full stay what they are.
Error in_database(const std::filesystem::path& file, const Error& error);

class Database {
  public:
    /// Opens or creates the file, WAL, synchronous=FULL, migrated. Errors: database_newer; database_failed and
    /// disk_full with the file.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    explicit Database(const std::filesystem::path& file) : file_(file), writer_(file, Access::read_write) {}
    ReadLease read();
    /// For the writer thread only.
    Connection& writer() { return writer_; }

  private:
    friend class ReadLease;
    void give_back(std::unique_ptr<Connection> connection);

    std::filesystem::path file_;
    Connection writer_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

template <typename Act> auto WriteTx::attempt(Act act) -> decltype(act()) {
    connection_.execute("SAVEPOINT attempt");
    try {
        auto result = act();
        connection_.execute(result.ok() ? "RELEASE attempt" : "ROLLBACK TO attempt; RELEASE attempt");
        return result;
    } catch (...) {
        // A full disk may have ended the whole transaction already.
        if (connection_.in_transaction()) connection_.execute("ROLLBACK TO attempt; RELEASE attempt");
        throw;
    }
}

} // namespace kaibiao::store
