#pragma once
/// Accounts and sessions.

#include "http/access.h"
#include "store/database.h"

#include <vector>

namespace kaibiao::store {

struct Account {
    std::string person; ///< serial number of the certificate's subject
    std::string name;
    std::string organisation;
    http::Role role = http::Role::bidder;
    Instant registered;
};
/// False when the person has an account already.
bool insert_account(WriteTx& tx, const Account& account);
std::optional<Account> find_account(const ReadTx& tx, const std::string& person);
/// After this person, ascending.
std::vector<Account> list_accounts(const ReadTx& tx, const std::string& after, std::size_t limit);

/// A session is known by the hash of its cookie, so that a copy of the database opens none.
struct Session {
    Digest token{};
    std::string person;
    Instant created;
    Instant expires;
};
void insert_session(WriteTx& tx, const Session& session);
void delete_session(WriteTx& tx, const Digest& token);
void delete_expired_sessions(WriteTx& tx, Instant now);
std::vector<Session> live_sessions(const ReadTx& tx, Instant now);

} // namespace kaibiao::store
