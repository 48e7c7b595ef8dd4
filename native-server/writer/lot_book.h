#pragma once
/// The lots in memory: the folds of their events. Readers see what is committed, never what is being decided.

#include "kaibiao/tender/event.h"
#include "store/events.h"

#include <map>
#include <shared_mutex>

namespace kaibiao::writer {

/// A lot with its bids.
struct LotRecord {
    tender::LotState lot;
    std::map<StreamId, tender::BidState> bids;
    codec::Json notice; ///< payload of the publication, as signed
    /// Bidder's id and envelope → stream of the newest bid, withdrawn or not.
    std::map<std::pair<std::string, int>, StreamId> newest;

    void apply(const tender::Event& event);
    /// nullptr when this bidder never submitted this envelope.
    const tender::BidState* newest_of(const std::string& bidder, int envelope) const;
    /// How many streams this bidder has begun for this envelope, withdrawn ones included.
    std::size_t streams_of(const std::string& bidder, int envelope) const;
    /// The bids of this bidder, withdrawn ones and those of the other envelope included.
    std::vector<StreamId> all_streams_of(const std::string& bidder) const;
    /// nullptr when there is no such bid in this lot.
    const tender::BidState* bid(const BidId& id) const;
    /// The end of a stream of this lot; a new stream's is empty.
    tender::StreamHead head_of(const StreamId& stream) const;
    std::vector<tender::BidState> all_bids() const;
};

/// None when there is no such lot. Throws work::Failure when stored events cannot be decoded.
std::optional<LotRecord> load_lot(const store::ReadTx& tx, const LotId& lot);

/// An event that is in the database, as everybody learns of it.
struct CommittedEvent {
    LotId lot;
    store::StreamEvent stored;
    tender::Event event;
};

/// Thread-safe. Lots are loaded when somebody first asks.
class LotBook {
  public:
    explicit LotBook(store::Database& database) : database_(database) {}
    /// Calls `look(const LotRecord&)` under a shared lock; false when there is no such lot.
    template <typename Look> bool read(const LotId& lot, Look look) {
        const std::shared_ptr<Slot> slot = find(lot);
        if (slot == nullptr) return false;
        const std::shared_lock lock(slot->mutex);
        // Another thread was just finding out that there is no such lot.
        if (slot->record.lot.head.count == 0) return false;
        look(static_cast<const LotRecord&>(slot->record));
        return true;
    }
    /// A copy, for long work. Errors: lot_unknown.
    Result<LotRecord> copy(const LotId& lot);
    /// Takes over what was committed.
    void publish(const std::vector<CommittedEvent>& events);

  private:
    struct Slot {
        std::shared_mutex mutex;
        LotRecord record;
    };
    std::shared_ptr<Slot> find(const LotId& lot);
    std::shared_ptr<Slot> known(const LotId& lot);
    void forget(const LotId& lot);

    store::Database& database_;
    std::mutex mutex_;
    std::map<LotId, std::shared_ptr<Slot>> slots_;
};

} // namespace kaibiao::writer
