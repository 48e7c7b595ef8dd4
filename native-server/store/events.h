#pragma once
/// The event store: streams of events, in the bytes that were hashed.

#include "kaibiao/log/event.h"
#include "store/database.h"

#include <vector>

namespace kaibiao::store {

struct StreamEvent {
    StreamId stream;
    std::uint64_t position = 0;
    log::StoredEvent event;
};

/// Appends; (stream, position) is unique, so that two writers can never both be right.
void insert_event(WriteTx& tx, const LotId& lot, const StreamEvent& event, const Digest& hash);
/// Events of one stream from a position on, in order.
std::vector<log::StoredEvent> events_of_stream(const ReadTx& tx, const StreamId& stream, std::uint64_t from,
                                               std::size_t limit);
/// All events of a lot and its bids in the order of their commitment.
std::vector<StreamEvent> events_of_lot(const ReadTx& tx, const LotId& lot);
/// Bytes of all payloads of a stream.
std::int64_t payload_bytes_of(const ReadTx& tx, const StreamId& stream);
std::optional<log::StoredEvent> event_at(const ReadTx& tx, const StreamId& stream, std::uint64_t position);
/// The last that was committed, of all streams.
std::optional<Bytes> newest_header(const ReadTx& tx);
/// The streams of a lot's bids, ascending.
std::vector<StreamId> bid_streams_of(const ReadTx& tx, const LotId& lot);
/// Every lot that has events, in the order of publication.
std::vector<LotId> lots_with_events(const ReadTx& tx);
/// The lot that a stream belongs to.
std::optional<LotId> lot_of_stream(const ReadTx& tx, const StreamId& stream);

} // namespace kaibiao::store
