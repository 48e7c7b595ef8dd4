#pragma once
/// What was answered: the proofs given out with receipts, and the idempotency keys of signed commands.

#include "kaibiao/log/receipt.h"
#include "store/database.h"

namespace kaibiao::store {

/// Where an event stands in its stream.
struct EventPlace {
    StreamId stream;
    std::uint64_t position = 0;
};

void insert_receipt(WriteTx& tx, const EventPlace& place, const log::TlogProof& proof);
/// The receipt exactly as it was first given out; none when the event has none or was erased.
std::optional<std::string> receipt_text(const ReadTx& tx, const EventPlace& place);

/// (signer, command id) → payload and what it decided.
struct CommandRecord {
    Digest payload{};
    EventPlace place;
};
void insert_command(WriteTx& tx, const std::string& signer, const CommandId& command, const CommandRecord& record);
std::optional<CommandRecord> find_command(const ReadTx& tx, const std::string& signer, const CommandId& command);

} // namespace kaibiao::store
