#pragma once
/// Checkpoints that enough witnesses cosigned: the newest, and of each closed lot the first that covers its close.

#include "store/log_store.h"

namespace kaibiao::store {

std::optional<StoredCheckpoint> witnessed_checkpoint(const ReadTx& tx);
/// The first such checkpoint that covers the lot's close.
std::optional<StoredCheckpoint> closing_checkpoint(const ReadTx& tx, const LotId& lot);
/// Takes the place of an older one, and of the same with fewer cosignatures.
void put_witnessed_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint);

} // namespace kaibiao::store
