#include "usecase/timekeeper.h"

#include "journal/journal.h"
#include "store/lots.h"
#include "usecase/centre_acts.h"
#include "work/failure.h"

#include <algorithm>

namespace kaibiao::usecase {

namespace {

constexpr std::int64_t retry_milliseconds = 2000;

/// The act that the lot's phase asks for.
Status due_act(Centre& centre, const LotId& lot, tender::Phase phase) {
    if (phase == tender::Phase::published) return close_lot(centre, lot);
    if (phase == tender::Phase::opening) return close_window(centre, lot);
    return announce_lot(centre, lot);
}

} // namespace

Timekeeper::~Timekeeper() { stop(); }

void Timekeeper::start() {
    {
        const store::ReadLease tx = centre_.database().read();
        for (const store::LotRow& row : store::lots_in_motion(tx)) {
            const std::lock_guard lock(mutex_);
            due_.emplace(Instant(), row.lot);
        }
    }
    thread_ = std::thread([this] { run(); });
    housekeeper_ = std::thread([this] { house(); });
}

void Timekeeper::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    if (housekeeper_.joinable()) housekeeper_.join();
}

void Timekeeper::look_at(const LotId& lot) {
    {
        const std::lock_guard lock(mutex_);
        due_.emplace(Instant(), lot);
    }
    wake_.notify_all();
}

bool Timekeeper::wait_for_next(LotId& lot) {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const Instant now = centre_.now();
        if (!due_.empty() && due_.begin()->first <= now) {
            lot = due_.begin()->second;
            due_.erase(due_.begin());
            return true;
        }
        const std::int64_t pause =
            due_.empty() ? 60'000
                         : std::min<std::int64_t>(due_.begin()->first.milliseconds() - now.milliseconds(), 60'000);
        wake_.wait_for(lock, std::chrono::milliseconds(pause));
    }
    return false;
}

void Timekeeper::run() {
    LotId lot;
    while (wait_for_next(lot)) {
        try {
            act_on(lot);
        } catch (const std::exception& thrown) {
            journal::problem("timekeeper", work::error_behind(thrown));
            const std::lock_guard lock(mutex_);
            due_.emplace(centre_.now().plus_milliseconds(retry_milliseconds), lot);
        }
    }
}

/// Looks at the lot, and acts when its time has come; what else it needs is found at the next look.
void Timekeeper::act_on(const LotId& lot) {
    std::optional<Instant> due;
    tender::Phase phase = tender::Phase::unpublished;
    centre_.lots().read(lot, [&](const writer::LotRecord& record) {
        due = next_act_at(record);
        phase = record.lot.phase;
    });
    if (!due) return;
    if (*due <= centre_.now()) {
        // Everything that arrived before is decided first, however long the queue.
        if (!centre_.arrivals().wait_settled(*due)) return;
        const Status done = due_act(centre_, lot, phase);
        if (done.ok()) return; // the commit has asked for another look
        journal::problem("timekeeper", done.error());
        due = centre_.now().plus_milliseconds(retry_milliseconds);
    }
    const std::lock_guard lock(mutex_);
    due_.emplace(*due, lot);
}

void Timekeeper::house() {
    const auto interval = std::chrono::seconds(centre_.config().refresh_seconds);
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            centre_.keep_house();
        } catch (const std::exception& thrown) {
            journal::problem("house", work::error_behind(thrown));
        }
        lock.lock();
        wake_.wait_for(lock, interval, [this] { return stopping_; });
    }
}

} // namespace kaibiao::usecase
