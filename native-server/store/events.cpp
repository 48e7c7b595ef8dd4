#include "store/events.h"

namespace kaibiao::store {

namespace {

/// Columns `first` … `first + 2`: header, salt, payload.
log::StoredEvent read_event(const Statement& row, int first) {
    log::StoredEvent event;
    event.header = row.bytes(first);
    if (!row.is_null(first + 2))
        event.payload = log::EventPayload{row.array<log::payload_salt_size>(first + 1), row.bytes(first + 2)};
    return event;
}

} // namespace

void insert_event(WriteTx& tx, const LotId& lot, const StreamEvent& event, const Digest& hash) {
    Statement insert =
        tx.prepare("INSERT INTO events(lot, stream, position, hash, header, salt, payload) VALUES(?,?,?,?,?,?,?)");
    insert.bind(lot).bind(event.stream).bind(event.position).bind(hash).bind(event.event.header);
    if (event.event.payload)
        insert.bind(event.event.payload->salt).bind(event.event.payload->bytes);
    else
        insert.bind_null().bind_null();
    insert.run();
}

std::vector<log::StoredEvent> events_of_stream(const ReadTx& tx, const StreamId& stream, std::uint64_t from,
                                               std::size_t limit) {
    Statement rows =
        tx.prepare("SELECT header, salt, payload FROM events WHERE stream=? AND position>=? ORDER BY position LIMIT ?");
    rows.bind(stream).bind(from).bind(static_cast<std::int64_t>(limit));
    std::vector<log::StoredEvent> out;
    while (rows.step()) out.push_back(read_event(rows, 0));
    return out;
}

std::vector<StreamEvent> events_of_lot(const ReadTx& tx, const LotId& lot) {
    Statement rows =
        tx.prepare("SELECT stream, position, header, salt, payload FROM events WHERE lot=? ORDER BY sequence");
    rows.bind(lot);
    std::vector<StreamEvent> out;
    while (rows.step())
        out.push_back({rows.id<StreamId>(0), static_cast<std::uint64_t>(rows.integer(1)), read_event(rows, 2)});
    return out;
}

std::int64_t payload_bytes_of(const ReadTx& tx, const StreamId& stream) {
    Statement row = tx.prepare("SELECT coalesce(sum(length(payload)), 0) FROM events WHERE stream=?");
    row.bind(stream).step();
    return row.integer(0);
}

std::optional<log::StoredEvent> event_at(const ReadTx& tx, const StreamId& stream, std::uint64_t position) {
    Statement row = tx.prepare("SELECT header, salt, payload FROM events WHERE stream=? AND position=?");
    row.bind(stream).bind(position);
    if (!row.step()) return std::nullopt;
    return read_event(row, 0);
}

std::optional<Bytes> newest_header(const ReadTx& tx) {
    Statement row = tx.prepare("SELECT header FROM events ORDER BY sequence DESC LIMIT 1");
    if (!row.step()) return std::nullopt;
    return row.bytes(0);
}

std::vector<StreamId> bid_streams_of(const ReadTx& tx, const LotId& lot) {
    Statement rows = tx.prepare("SELECT DISTINCT stream FROM events WHERE lot=?1 AND stream<>?1 ORDER BY stream");
    rows.bind(lot);
    std::vector<StreamId> out;
    while (rows.step()) out.push_back(rows.id<StreamId>(0));
    return out;
}

std::vector<LotId> lots_with_events(const ReadTx& tx) {
    Statement rows = tx.prepare("SELECT lot FROM events WHERE stream=lot AND position=0 ORDER BY sequence");
    std::vector<LotId> out;
    while (rows.step()) out.push_back(rows.id<LotId>(0));
    return out;
}

std::optional<LotId> lot_of_stream(const ReadTx& tx, const StreamId& stream) {
    Statement row = tx.prepare("SELECT lot FROM events WHERE stream=? AND position=0");
    row.bind(stream);
    if (!row.step()) return std::nullopt;
    return row.id<LotId>(0);
}

} // namespace kaibiao::store
