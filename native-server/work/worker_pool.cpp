#include "work/worker_pool.h"

#include "work/failure.h"

namespace kaibiao::work {

WorkerPool::WorkerPool(std::size_t threads, std::size_t longest_queue, Failed failed)
    : longest_queue_(longest_queue), failed_(std::move(failed)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= longest_queue_) return false;
        queue_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

void WorkerPool::run() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        run_task(task);
    }
}

void WorkerPool::run_task(const std::function<void()>& task) const {
    try {
        task();
    } catch (const std::exception& thrown) {
        failed_(error_behind(thrown));
    } catch (...) {
        failed_(Error(ErrorCode::internal_error));
    }
}

} // namespace kaibiao::work
