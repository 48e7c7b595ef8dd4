#pragma once
/// Checkpoints that enough witnesses cosigned: the newest, and of each lot those that its evidence needs, so that a
/// lot keeps them when the centre asks other witnesses later.

#include "store/log_store.h"

namespace kaibiao::store {

std::optional<StoredCheckpoint> witnessed_checkpoint(const ReadTx& tx);
/// The first that covers the lot's close.
std::optional<StoredCheckpoint> closing_checkpoint(const ReadTx& tx, const LotId& lot);
/// The first that covers the lot's newest event, of those that any covers.
std::optional<StoredCheckpoint> lot_checkpoint(const ReadTx& tx, const LotId& lot);
/// Takes the place of an older one, and of the same with fewer cosignatures.
void put_witnessed_checkpoint(WriteTx& tx, const StoredCheckpoint& checkpoint);

} // namespace kaibiao::store
