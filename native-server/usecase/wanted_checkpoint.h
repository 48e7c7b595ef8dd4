#pragma once
/// Under which checkpoint a proof is asked for.

#include "http/route.h"
#include "store/log_store.h"

namespace kaibiao::usecase {

/// `under=witnessed` asks for the newest that witnesses cosigned, `newest` or nothing for the newest of all. Errors:
/// not_found while there is none, request_malformed.
Result<store::StoredCheckpoint> wanted_checkpoint(const store::ReadTx& tx, const http::Exchange& exchange);

} // namespace kaibiao::usecase
