#include "store/sqlite.h"

#include "work/failure.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace kaibiao::store {

namespace {

Error error_of(sqlite3* database, int code) {
    const int extended = database != nullptr ? sqlite3_extended_errcode(database) : code;
    const int cause = database != nullptr ? sqlite3_system_errno(database) : 0;
    // A quota and a limit on file sizes are a full disk, too.
    const bool no_room = code == SQLITE_FULL || cause == ENOSPC || cause == EDQUOT || cause == EFBIG;
    const char* text = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    return Error(no_room ? ErrorCode::disk_full : ErrorCode::database_failed, "sqlite " + std::to_string(extended),
                 text);
}

} // namespace

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), handle_(std::exchange(other.handle_, nullptr)), next_(other.next_) {}

Statement::~Statement() {
    if (handle_ == nullptr) return;
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) throw work::Failure(error_of(database_, code));
}

Statement& Statement::bind(std::int64_t value) {
    check(sqlite3_bind_int64(handle_, next_++, value));
    return *this;
}

Statement& Statement::bind(std::string_view value) {
    check(sqlite3_bind_text64(handle_, next_++, value.data() == nullptr ? "" : value.data(), value.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(ByteView value) {
    static constexpr std::uint8_t nothing = 0;
    check(
        sqlite3_bind_blob64(handle_, next_++, value.empty() ? &nothing : value.data(), value.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind_null() {
    check(sqlite3_bind_null(handle_, next_++));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw work::Failure(error_of(database_, code));
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return data == nullptr ? std::string()
                           : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

Bytes Statement::bytes(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    return data == nullptr ? Bytes() : Bytes(data, data + sqlite3_column_bytes(handle_, column));
}

bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

void Statement::copy_blob(int column, MutableBytes out) const {
    const Bytes found = bytes(column);
    if (found.size() != out.size()) throw work::Failure(Error(ErrorCode::database_failed, "blob", "wrong length"));
    std::copy(found.begin(), found.end(), out.begin());
}

Connection::Connection(const std::filesystem::path& file, Access access) {
    const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code =
        sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) {
        const Error error = error_of(handle_, code);
        sqlite3_close(handle_);
        throw work::Failure(error);
    }
    sqlite3_busy_timeout(handle_, 10'000);
    if (access == Access::read_only) execute("PRAGMA query_only=ON");
}

Connection::~Connection() {
    for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

void Connection::check(int code) {
    if (code != SQLITE_OK) throw work::Failure(error_of(handle_, code));
}

Statement Connection::prepare(const char* sql) {
    sqlite3_stmt*& statement = prepared_[sql];
    if (statement == nullptr)
        check(sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return {handle_, statement};
}

void Connection::execute(const std::string& sql) {
    check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t Connection::integer(const char* sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Status check_sqlite_version() {
    if (sqlite3_libversion_number() >= oldest_wal_version) return ok();
    return Error(ErrorCode::database_failed, "sqlite",
                 std::string("SQLite ") + sqlite3_libversion() +
                     " can lose committed transactions in WAL mode; 3.51.3 or newer is needed");
}

} // namespace kaibiao::store
