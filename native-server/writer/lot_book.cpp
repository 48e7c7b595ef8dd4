#include "writer/lot_book.h"

#include "kaibiao/tender/envelopes.h"
#include "work/failure.h"

#include <algorithm>

namespace kaibiao::writer {

void LotRecord::apply(const tender::Event& event) {
    const StreamId& stream = event.header.stream;
    if (event.type != tender::EventType::bid_submitted && event.type != tender::EventType::bid_withdrawn) {
        tender::apply(lot, event);
        if (const auto* published = std::get_if<tender::LotPublished>(&event.payload)) notice = published->act.payload;
        return;
    }
    tender::BidState& bid = bids[stream];
    bid.stream = stream;
    tender::apply(bid, event);
    if (!bid.bidder.id.empty() && event.header.position == 0) newest[{bid.bidder.id, bid.envelope()}] = stream;
}

const tender::BidState* LotRecord::newest_of(const std::string& bidder, int envelope) const {
    const auto found = newest.find({bidder, envelope});
    return found == newest.end() ? nullptr : &bids.at(found->second);
}

std::size_t LotRecord::streams_of(const std::string& bidder, int envelope) const {
    // Only a bidder who withdrew has more than one.
    const tender::BidState* latest = newest_of(bidder, envelope);
    if (latest == nullptr || latest->in_force()) return latest == nullptr ? 0 : 1;
    return static_cast<std::size_t>(std::count_if(bids.begin(), bids.end(), [&](const auto& row) {
        return row.second.bidder.id == bidder && row.second.envelope() == envelope;
    }));
}

std::vector<StreamId> LotRecord::all_streams_of(const std::string& bidder) const {
    std::vector<StreamId> streams;
    if (newest_of(bidder, tender::first_envelope) == nullptr && newest_of(bidder, tender::price_envelope) == nullptr)
        return streams;
    for (const auto& [stream, bid] : bids)
        if (bid.bidder.id == bidder) streams.push_back(stream);
    return streams;
}

const tender::BidState* LotRecord::bid(const BidId& id) const {
    const auto found = bids.find(stream_of(id));
    return found == bids.end() ? nullptr : &found->second;
}

tender::StreamHead LotRecord::head_of(const StreamId& stream) const {
    if (stream == stream_of(lot.lot) && lot.head.count > 0) return lot.head;
    const auto found = bids.find(stream);
    return found == bids.end() ? tender::StreamHead{} : found->second.head;
}

std::vector<tender::BidState> LotRecord::all_bids() const {
    std::vector<tender::BidState> out;
    for (const auto& [stream, bid] : bids) out.push_back(bid);
    return out;
}

std::optional<LotRecord> load_lot(const store::ReadTx& tx, const LotId& lot) {
    const auto events = store::events_of_lot(tx, lot);
    if (events.empty()) return std::nullopt;
    LotRecord record;
    for (const store::StreamEvent& stored : events) {
        const auto event = tender::decode_event(stored.event);
        if (!event.ok()) throw work::Failure(event.error());
        record.apply(*event);
    }
    return record;
}

Result<LotRecord> LotBook::copy(const LotId& lot) {
    std::optional<LotRecord> out;
    if (!read(lot, [&](const LotRecord& record) { out = record; })) return Error(ErrorCode::lot_unknown, lot.text());
    return std::move(*out);
}

std::shared_ptr<LotBook::Slot> LotBook::known(const LotId& lot) {
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(lot);
    return found == slots_.end() ? nullptr : found->second;
}

std::shared_ptr<LotBook::Slot> LotBook::find(const LotId& lot) {
    if (auto slot = known(lot)) return slot;
    const std::shared_ptr<Slot> fresh = std::make_shared<Slot>();
    // The slot is locked before others can see it and the events are read after that: an event committed meanwhile is
    // either read here or waits for the lock in publish().
    const std::unique_lock filling(fresh->mutex);
    {
        const std::lock_guard lock(mutex_);
        const auto [position, added] = slots_.try_emplace(lot, fresh);
        if (!added) return position->second;
    }
    std::optional<LotRecord> record;
    try {
        record = load_lot(database_.read(), lot);
    } catch (...) {
        forget(lot);
        throw;
    }
    if (record) {
        fresh->record = std::move(*record);
        return fresh;
    }
    forget(lot);
    return nullptr;
}

void LotBook::forget(const LotId& lot) {
    const std::lock_guard lock(mutex_);
    slots_.erase(lot);
}

void LotBook::publish(const std::vector<CommittedEvent>& events) {
    for (const CommittedEvent& committed : events) {
        const std::shared_ptr<Slot> slot = known(committed.lot);
        if (slot == nullptr) continue; // whoever asks first reads it from the database
        const std::unique_lock lock(slot->mutex);
        const tender::StreamHead head = slot->record.head_of(committed.stored.stream);
        if (head.count == committed.stored.position) slot->record.apply(committed.event);
    }
}

} // namespace kaibiao::writer
