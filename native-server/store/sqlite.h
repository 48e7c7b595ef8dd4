#pragma once
/// SQLite as this server uses it: connections, statements, transactions. Every failure is a work::Failure with
/// database_failed, or disk_full when there was no room.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace kaibiao::store {

/// A prepared statement, bound from left to right and read column by column. Reset when it dies.
class Statement {
  public:
    Statement(sqlite3* database, sqlite3_stmt* handle) : database_(database), handle_(handle) {}
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;

    Statement& bind(std::int64_t value);
    Statement& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(int value) { return bind(std::int64_t{value}); }
    Statement& bind(bool value) { return bind(std::int64_t{value}); }
    Statement& bind(Instant value) { return bind(value.milliseconds()); }
    Statement& bind(std::string_view value);
    Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
    Statement& bind(const char* value) { return bind(std::string_view(value)); }
    Statement& bind(ByteView value);
    Statement& bind(const Bytes& value) { return bind(ByteView(value)); }
    template <std::size_t N> Statement& bind(const ByteArray<N>& value) { return bind(ByteView(value)); }
    template <typename Tag> Statement& bind(const StrongId<Tag>& id) { return bind(ByteView(id.bytes())); }
    Statement& bind_null();
    template <typename T> Statement& bind(const std::optional<T>& value) { return value ? bind(*value) : bind_null(); }

    /// Advances to the next row; false when there is none.
    bool step();
    /// Runs a statement that gives no rows.
    void run();

    std::int64_t integer(int column) const;
    std::string text(int column) const;
    Bytes bytes(int column) const;
    bool is_null(int column) const;
    Instant instant(int column) const { return Instant::from_milliseconds(integer(column)); }
    /// A blob of exactly N bytes; anything else in the database is a failure.
    template <std::size_t N> ByteArray<N> array(int column) const {
        ByteArray<N> out{};
        copy_blob(column, out);
        return out;
    }
    template <typename Id> Id id(int column) const { return Id(array<16>(column)); }

  private:
    void copy_blob(int column, MutableBytes out) const;
    void check(int code) const;

    sqlite3* database_;
    sqlite3_stmt* handle_;
    int next_ = 1;
};

enum class Access : std::uint8_t { read_only, read_write };

/// One connection; not to be used by two threads at once. Statements are prepared once and kept.
class Connection {
  public:
    Connection(const std::filesystem::path& file, Access access);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Only one Statement of the same text may be in use at a time. `sql` must be a literal.
    Statement prepare(const char* sql);
    /// Several statements at once, without results.
    void execute(const std::string& sql);
    /// The first column of the first row.
    std::int64_t integer(const char* sql);
    bool in_transaction() const;
    sqlite3* handle() { return handle_; }

  private:
    void check(int code);

    sqlite3* handle_ = nullptr;
    std::unordered_map<const char*, sqlite3_stmt*> prepared_;
};

/// 3.51.3 as 3051003. Older ones can lose committed transactions in WAL mode with several connections.
inline constexpr int oldest_wal_version = 3'051'003;
/// Errors: database_failed naming the version.
Status check_sqlite_version();

} // namespace kaibiao::store
