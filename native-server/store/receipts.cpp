#include "store/receipts.h"

#include "store/events.h"
#include "work/failure.h"

namespace kaibiao::store {

void insert_receipt(WriteTx& tx, const EventPlace& place, const log::TlogProof& proof) {
    tx.prepare("INSERT INTO receipts(stream, position, proof) VALUES(?,?,?)")
        .bind(place.stream)
        .bind(place.position)
        .bind(log::encode_tlog_proof(proof))
        .run();
}

std::optional<std::string> receipt_text(const ReadTx& tx, const EventPlace& place) {
    Statement row = tx.prepare("SELECT proof FROM receipts WHERE stream=? AND position=?");
    row.bind(place.stream).bind(place.position);
    if (!row.step()) return std::nullopt;
    auto event = event_at(tx, place.stream, place.position);
    if (!event || !event->payload) return std::nullopt;
    auto proof = log::decode_tlog_proof(row.text(0));
    if (!proof.ok()) throw work::Failure(proof.error());
    return log::encode_receipt({std::move(*event), std::move(*proof)});
}

void insert_command(WriteTx& tx, const std::string& signer, const CommandId& command, const CommandRecord& record) {
    tx.prepare("INSERT INTO commands(signer, command, payload, stream, position) VALUES(?,?,?,?,?)")
        .bind(signer)
        .bind(command)
        .bind(record.payload)
        .bind(record.place.stream)
        .bind(record.place.position)
        .run();
}

std::optional<CommandRecord> find_command(const ReadTx& tx, const std::string& signer, const CommandId& command) {
    Statement row = tx.prepare("SELECT payload, stream, position FROM commands WHERE signer=? AND command=?");
    row.bind(signer).bind(command);
    if (!row.step()) return std::nullopt;
    return CommandRecord{row.array<32>(0), {row.id<StreamId>(1), static_cast<std::uint64_t>(row.integer(2))}};
}

} // namespace kaibiao::store
