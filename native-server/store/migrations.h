#pragma once
/// The database schema: numbered steps, forward only.

#include "store/sqlite.h"

namespace kaibiao::store {

/// What this program writes.
int newest_schema();
/// Brings the database from whatever older schema it has to the newest, in one transaction.
/// Errors: database_newer.
Status migrate(Connection& connection);

} // namespace kaibiao::store
