#pragma once
/// Token buckets per client address and per session.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace kaibiao::http {

struct ThrottleRate {
    std::uint32_t per_second = 0; ///< 0: no limit
    std::uint32_t burst = 0;
};

/// Thread-safe. Remembers at most `largest_table` keys; full buckets are forgotten first.
class Throttle {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t largest_table = 100'000;

    explicit Throttle(ThrottleRate rate) : rate_(rate) {}
    /// Takes one token of `key`'s bucket; false when it is empty.
    bool admit(const std::string& key, Clock::time_point now);

  private:
    struct Bucket {
        std::int64_t milli_tokens;
        Clock::time_point filled;
    };
    void refill(Bucket& bucket, Clock::time_point now) const;
    void forget_full(Clock::time_point now);

    ThrottleRate rate_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

} // namespace kaibiao::http
