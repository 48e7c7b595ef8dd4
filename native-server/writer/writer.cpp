#include "writer/writer.h"

#include "store/settings.h"
#include "work/entropy.h"
#include "work/failure.h"
#include "writer/crash_point.h"

#include <cmath>
#include <future>

namespace kaibiao::writer {

namespace {

/// Which of the batch's events each job decided: [first, last).
struct Decided {
    Status status = ok();
    std::size_t first = 0;
    std::size_t last = 0;
};

Committed committed_part(const std::vector<CommittedEvent>& events, const Decided& decided) {
    const auto begin = events.begin();
    return {{begin + static_cast<std::ptrdiff_t>(decided.first), begin + static_cast<std::ptrdiff_t>(decided.last)}};
}

} // namespace

Writer::Writer(store::Database& database, LogIdentity identity, WriterOptions options, OnCommit on_commit)
    : database_(database), identity_(std::move(identity)), options_(options), on_commit_(std::move(on_commit)),
      cover_at_(next_cover()) {}

Writer::~Writer() { stop(); }

Status Writer::start() {
    try {
        bool fresh = false;
        {
            store::WriteTx tx(database_.writer());
            TRY_ASSIGN(log_, store::LogAppender::resume(tx));
            fresh = !store::newest_checkpoint(tx).has_value();
        }
        if (fresh) cover();
    } catch (const work::Failure& failure) {
        return failure.error();
    }
    thread_ = std::thread([this] { loop(); });
    return ok();
}

Status Writer::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= options_.longest_queue) return Error(ErrorCode::queue_full);
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return ok();
}

Result<Committed> Writer::run(std::function<Status(Batch&)> decide) {
    std::promise<Result<Committed>> promise;
    TRY(submit({std::move(decide), [&](const Result<Committed>& result) { promise.set_value(result); }, nullptr}));
    return promise.get_future().get();
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Writer::loop() {
    for (;;) {
        std::vector<Job> jobs = take();
        if (!jobs.empty())
            decide(std::move(jobs));
        else if (stopping_)
            return;
        if (Clock::now() >= cover_at_) {
            try {
                cover();
            } catch (const work::Failure&) {
                // No room, most likely; the commands will hear of it, and the next cover may succeed.
            }
            cover_at_ = next_cover();
        }
    }
}

std::vector<Job> Writer::take() {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, cover_at_, [this] { return stopping_ || !queue_.empty(); });
    std::vector<Job> jobs;
    while (!queue_.empty() && jobs.size() < options_.largest_batch) {
        jobs.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return jobs;
}

void Writer::decide(std::vector<Job> jobs) {
    try {
        decide_together(jobs);
    } catch (const std::exception& thrown) {
        const Error error = work::error_behind(thrown);
        if (jobs.size() == 1 || error.code == ErrorCode::disk_full) {
            forget(jobs, error);
            return;
        }
        // One job spoiled the batch: each gets a transaction of its own, so that the others do not suffer.
        for (Job& job : jobs) {
            std::vector<Job> alone;
            alone.push_back(std::move(job));
            decide(std::move(alone));
        }
    }
}

void Writer::decide_together(std::vector<Job>& jobs) {
    const store::LogAppender before = *log_;
    std::vector<Decided> decided;
    std::vector<CommittedEvent> events;
    try {
        store::WriteTx tx(database_.writer());
        Batch batch(tx, working_);
        for (Job& job : jobs) {
            Decided one;
            one.first = batch.events().size();
            one.status = job.decide(batch);
            one.last = batch.events().size();
            decided.push_back(std::move(one));
        }
        if (!batch.events().empty()) batch.log_events(*log_, identity_);
        events = batch.events();
        if (!events.empty()) crash_point("before_commit");
        tx.commit();
        if (!events.empty()) crash_point("after_commit");
    } catch (...) {
        log_ = before;
        working_.clear();
        throw;
    }
    on_commit_(events);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].arrival.reset();
        jobs[i].done(decided[i].status.ok() ? Result<Committed>(committed_part(events, decided[i]))
                                            : decided[i].status.error());
    }
}

void Writer::forget(const std::vector<Job>& jobs, const Error& error) {
    for (const Job& job : jobs) job.done(error);
}

void Writer::cover() {
    const store::LogAppender before = *log_;
    try {
        store::WriteTx tx(database_.writer());
        if (store::setting(tx, store::reconcile_required)) return;
        Batch batch(tx, working_);
        batch.log_events(*log_, identity_);
        tx.commit();
    } catch (...) {
        log_ = before;
        throw;
    }
}

/// Exponentially distributed: the time of the last batch says nothing about the next.
Writer::Clock::time_point Writer::next_cover() const {
    const double uniform = (static_cast<double>(work::random_below(1U << 30)) + 1.0) / static_cast<double>(1U << 30);
    const double factor = std::min(-std::log(uniform), 10.0);
    return Clock::now() +
           std::chrono::milliseconds(static_cast<std::int64_t>(factor * static_cast<double>(options_.cover.count())));
}

} // namespace kaibiao::writer
