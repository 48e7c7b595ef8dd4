#include "store/people.h"

namespace kaibiao::store {

namespace {

Account read_account(const Statement& row) {
    return {row.text(0), row.text(1), row.text(2), http::role_named(row.text(3)).value_or(http::Role::bidder),
            row.instant(4)};
}

} // namespace

bool insert_account(WriteTx& tx, const Account& account) {
    Statement insert =
        tx.prepare("INSERT INTO accounts(person, name, organisation, role, registered) VALUES(?,?,?,?,?) "
                   "ON CONFLICT DO NOTHING RETURNING 1");
    insert.bind(account.person)
        .bind(account.name)
        .bind(account.organisation)
        .bind(name_of(account.role))
        .bind(account.registered);
    return insert.step();
}

std::optional<Account> find_account(const ReadTx& tx, const std::string& person) {
    Statement row = tx.prepare("SELECT person, name, organisation, role, registered FROM accounts WHERE person=?");
    row.bind(person);
    if (!row.step()) return std::nullopt;
    return read_account(row);
}

std::vector<Account> list_accounts(const ReadTx& tx, const std::string& after, std::size_t limit) {
    Statement rows = tx.prepare(
        "SELECT person, name, organisation, role, registered FROM accounts WHERE person>? ORDER BY person LIMIT ?");
    rows.bind(after).bind(static_cast<std::int64_t>(limit));
    std::vector<Account> out;
    while (rows.step()) out.push_back(read_account(rows));
    return out;
}

void insert_session(WriteTx& tx, const Session& session) {
    tx.prepare("INSERT INTO sessions(token, person, created, expires) VALUES(?,?,?,?)")
        .bind(session.token)
        .bind(session.person)
        .bind(session.created)
        .bind(session.expires)
        .run();
}

void delete_session(WriteTx& tx, const Digest& token) {
    tx.prepare("DELETE FROM sessions WHERE token=?").bind(token).run();
}

void delete_expired_sessions(WriteTx& tx, Instant now) {
    tx.prepare("DELETE FROM sessions WHERE expires<=?").bind(now).run();
}

std::vector<Session> live_sessions(const ReadTx& tx, Instant now) {
    Statement rows = tx.prepare("SELECT token, person, created, expires FROM sessions WHERE expires>?");
    rows.bind(now);
    std::vector<Session> out;
    while (rows.step()) out.push_back({rows.array<32>(0), rows.text(1), rows.instant(2), rows.instant(3)});
    return out;
}

} // namespace kaibiao::store
