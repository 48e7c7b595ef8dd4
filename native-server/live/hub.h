#pragma once
/// Wakes whoever follows a lot. Nothing is queued: a follower that was woken asks for what is new.

#include "kaibiao/base/ids.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace kaibiao::live {

/// Thread-safe.
class Hub {
  public:
    /// Held by a follower; ends with it.
    class Subscription {
      public:
        Subscription(Hub& hub, LotId lot, std::uint64_t id, std::string session)
            : hub_(hub), lot_(lot), id_(id), session_(std::move(session)) {}
        ~Subscription();
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;
        void on_news(std::function<void()> wake);

      private:
        Hub& hub_;
        LotId lot_;
        std::uint64_t id_;
        std::string session_;
    };

    explicit Hub(std::size_t most_per_session) : most_per_session_(most_per_session) {}
    /// nullptr when this session follows too much already. `session` may be a client's address.
    std::shared_ptr<Subscription> follow(const LotId& lot, const std::string& session);
    void tell(const LotId& lot);
    std::size_t count() const;

  private:
    struct Follower {
        std::function<void()> wake;
    };
    void leave(const LotId& lot, std::uint64_t id, const std::string& session);

    const std::size_t most_per_session_;
    mutable std::mutex mutex_;
    std::uint64_t next_ = 1;
    std::map<LotId, std::map<std::uint64_t, Follower>> followers_;
    std::map<std::string, std::size_t> per_session_;
};

} // namespace kaibiao::live
