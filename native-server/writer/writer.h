#pragma once
/// The one writer: a bounded queue, one thread, one transaction and one fsync for all that waits, then the replies.

#include "work/arrivals.h"
#include "writer/batch.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>

namespace kaibiao::writer {

/// What a job did, once it is durable.
struct Committed {
    std::vector<CommittedEvent> events; ///< of this job
};

struct Job {
    /// Runs on the writer's thread, within a transaction; may run again when the batch failed because of another job.
    /// An error must be returned before anything was written.
    std::function<Status(Batch&)> decide;
    /// Called once, on the writer's thread, after the commit or with the error; must be quick.
    std::function<void(const Result<Committed>&)> done;
    std::shared_ptr<work::Arrival> arrival; ///< given up when the job is decided and durable
};

/// Called on the writer's thread after each commit, before the replies.
using OnCommit = std::function<void(const std::vector<CommittedEvent>&)>;

struct WriterOptions {
    std::size_t longest_queue = 2000;
    std::size_t largest_batch = 256;
    std::chrono::milliseconds cover{5000}; ///< mean time between batches of decoys
};

class Writer {
  public:
    Writer(store::Database& database, LogIdentity identity, WriterOptions options, OnCommit on_commit);
    /// Decides what is queued.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Resumes the log, signs a first checkpoint when there is none, and starts. Errors: database_failed, disk_full.
    Status start();
    /// Errors: queue_full, in which case `done` is not called.
    Status submit(Job job);
    /// Submits and waits. Errors: queue_full and those of the job.
    Result<Committed> run(std::function<Status(Batch&)> decide);
    void stop();

    const LogIdentity& identity() const { return identity_; }

  private:
    using Clock = std::chrono::steady_clock;
    void loop();
    std::vector<Job> take();
    void decide(std::vector<Job> jobs);
    void decide_together(std::vector<Job>& jobs);
    void cover();
    void forget(const std::vector<Job>& jobs, const Error& error);
    Clock::time_point next_cover() const;

    store::Database& database_;
    LogIdentity identity_;
    WriterOptions options_;
    OnCommit on_commit_;
    std::optional<store::LogAppender> log_;
    std::map<LotId, LotRecord> working_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    std::atomic<bool> stopping_ = false;
    Clock::time_point cover_at_;
    std::thread thread_;
};

} // namespace kaibiao::writer
