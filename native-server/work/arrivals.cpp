#include "work/arrivals.h"

#include <algorithm>
#include <chrono>

namespace kaibiao::work {

Instant ServerClock::now() {
    const auto elapsed = std::chrono::system_clock::now().time_since_epoch();
    const auto read =
        Instant::from_milliseconds(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
    const std::lock_guard lock(mutex_);
    latest_ = std::max(latest_, read);
    return latest_;
}

Arrival::~Arrival() { ledger_.leave(at_); }

std::shared_ptr<Arrival> ArrivalLedger::enter() {
    const std::lock_guard lock(mutex_);
    auto arrival = std::make_shared<Arrival>(*this, clock_.now());
    open_.insert(arrival->at().milliseconds());
    return arrival;
}

void ArrivalLedger::leave(Instant at) {
    {
        const std::lock_guard lock(mutex_);
        open_.erase(open_.find(at.milliseconds()));
    }
    changed_.notify_all();
}

bool ArrivalLedger::wait_settled(Instant instant) {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
        const Instant now = clock_.now();
        const bool reached = now >= instant;
        if (reached && (open_.empty() || *open_.begin() >= instant.milliseconds())) return true;
        const auto pause =
            reached ? std::int64_t{100} : std::min<std::int64_t>(instant.milliseconds() - now.milliseconds(), 1000);
        changed_.wait_for(lock, std::chrono::milliseconds(pause));
    }
    return false;
}

void ArrivalLedger::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
}

} // namespace kaibiao::work
