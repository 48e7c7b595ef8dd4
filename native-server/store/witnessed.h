#pragma once
/// The newest checkpoint that enough witnesses cosigned.

#include "store/log_store.h"

namespace kaibiao::store {

std::optional<StoredCheckpoint> witnessed_checkpoint(const ReadTx& tx);
/// Takes the place of an older one, and of the same with fewer cosignatures.
void put_witnessed_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint);

} // namespace kaibiao::store
