#include "http/throttle.h"

#include <algorithm>

namespace kaibiao::http {

bool Throttle::admit(const std::string& key, Clock::time_point now) {
    if (rate_.per_second == 0) return true;
    const std::lock_guard lock(mutex_);
    if (buckets_.size() >= largest_table) forget_full(now);
    auto [position, fresh] = buckets_.try_emplace(key, Bucket{std::int64_t{rate_.burst} * 1000, now});
    refill(position->second, now);
    if (position->second.milli_tokens < 1000) return false;
    position->second.milli_tokens -= 1000;
    return true;
}

void Throttle::refill(Bucket& bucket, Clock::time_point now) const {
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - bucket.filled).count();
    if (elapsed <= 0) return;
    const std::int64_t full = std::int64_t{rate_.burst} * 1000;
    // An idle bucket is full long before this product could overflow.
    const std::int64_t gained = std::min<std::int64_t>(elapsed, 1'000'000) * rate_.per_second;
    bucket.milli_tokens = std::min(full, bucket.milli_tokens + gained);
    bucket.filled = now;
}

void Throttle::forget_full(Clock::time_point now) {
    const std::int64_t full = std::int64_t{rate_.burst} * 1000;
    std::erase_if(buckets_, [&](const auto& entry) {
        Bucket bucket = entry.second;
        refill(bucket, now);
        return bucket.milli_tokens >= full;
    });
    if (buckets_.size() >= largest_table) buckets_.clear();
}

} // namespace kaibiao::http
