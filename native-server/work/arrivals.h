#pragma once
/// The deadline authority: the server's clock, and the ledger of final commands that have arrived but are not decided.
/// A command arrives with the last byte of its request; the close waits until all that arrived earlier are decided.

#include "kaibiao/base/instant.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

namespace kaibiao::work {

/// The system's clock in milliseconds, never running backwards. Thread-safe.
class ServerClock {
  public:
    Instant now();

  private:
    std::mutex mutex_;
    Instant latest_;
};

class ArrivalLedger;

/// A command between its arrival and its decision. Destroying it says that it was decided.
class Arrival {
  public:
    Arrival(ArrivalLedger& ledger, Instant at) : ledger_(ledger), at_(at) {}
    ~Arrival();
    Arrival(const Arrival&) = delete;
    Arrival& operator=(const Arrival&) = delete;
    Instant at() const { return at_; }

  private:
    ArrivalLedger& ledger_;
    Instant at_;
};

/// Thread-safe.
class ArrivalLedger {
  public:
    explicit ArrivalLedger(ServerClock& clock) : clock_(clock) {}
    /// Stamps an arrival now. Stamping and entering are one step, so that no command can be stamped before an instant
    /// that the ledger has already reported as settled.
    std::shared_ptr<Arrival> enter();
    /// Returns once the clock has reached `instant` and no undecided command arrived before it; false when `stop` was
    /// called.
    bool wait_settled(Instant instant);
    void stop();

  private:
    friend class Arrival;
    void leave(Instant at);

    ServerClock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::multiset<std::int64_t> open_;
    bool stopped_ = false;
};

} // namespace kaibiao::work
