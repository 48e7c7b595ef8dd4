#pragma once
/// One transaction of the writer: commands are decided in it, their events go into their streams and into the log.

#include "kaibiao/log/receipt.h"
#include "store/log_store.h"
#include "store/receipts.h"
#include "writer/lot_book.h"

namespace kaibiao::writer {

/// What the writer decides with, besides the database.
struct LogIdentity {
    std::string origin;
    log::SignerKey key;
};

class Batch {
  public:
    Batch(store::WriteTx& tx, std::map<LotId, LotRecord>& working) : tx_(tx), working_(working) {}
    store::WriteTx& tx() { return tx_; }

    /// The lot as decided so far, this batch's own events included; nullptr when there is none.
    const LotRecord* lot(const LotId& lot);
    /// Adds a decided event to its stream. Errors: log_reconcile_required.
    Result<store::EventPlace> append(const LotId& lot, const tender::DecidedEvent& decided);

    const std::vector<CommittedEvent>& events() const { return events_; }
    /// Puts the batch's events, mixed with decoys, into the log, signs a checkpoint and stores a receipt for each
    /// event.
    void log_events(store::LogAppender& log, const LogIdentity& identity);

  private:
    store::WriteTx& tx_;
    std::map<LotId, LotRecord>& working_;
    std::vector<CommittedEvent> events_;
};

/// Sixteen at a time, in random order, so that nobody can tell events from decoys or count them.
inline constexpr std::size_t batch_multiple = 16;
std::vector<Digest> covered_entries(const std::vector<CommittedEvent>& events);

} // namespace kaibiao::writer
