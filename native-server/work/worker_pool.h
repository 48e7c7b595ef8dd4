#pragma once
/// A fixed number of threads with a bounded queue, for work that must not run on the threads that move bytes:
/// signatures, chains, database reads, disk.

#include "kaibiao/base/error.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kaibiao::work {

class WorkerPool {
  public:
    /// Hears what a task threw; the thread goes on with the next one.
    using Failed = std::function<void(const Error&)>;
    WorkerPool(std::size_t threads, std::size_t longest_queue, Failed failed);
    /// Finishes what is queued.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full or the pool is stopping; the task was then not taken.
    bool post(std::function<void()> task);
    /// Runs what is queued and ends the threads.
    void stop();

  private:
    void run();
    void run_task(const std::function<void()>& task) const;

    const std::size_t longest_queue_;
    const Failed failed_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace kaibiao::work
