#include "live/hub.h"

#include <vector>

namespace kaibiao::live {

Hub::Subscription::~Subscription() { hub_.leave(lot_, id_, session_); }

void Hub::Subscription::on_news(std::function<void()> wake) {
    const std::lock_guard lock(hub_.mutex_);
    hub_.followers_[lot_][id_].wake = std::move(wake);
}

std::shared_ptr<Hub::Subscription> Hub::follow(const LotId& lot, const std::string& session) {
    const std::lock_guard lock(mutex_);
    std::size_t& count = per_session_[session];
    if (count >= most_per_session_) return nullptr;
    ++count;
    const std::uint64_t id = next_++;
    followers_[lot].try_emplace(id);
    return std::make_shared<Subscription>(*this, lot, id, session);
}

void Hub::leave(const LotId& lot, std::uint64_t id, const std::string& session) {
    const std::lock_guard lock(mutex_);
    const auto found = followers_.find(lot);
    if (found != followers_.end()) {
        found->second.erase(id);
        if (found->second.empty()) followers_.erase(found);
    }
    const auto count = per_session_.find(session);
    if (count != per_session_.end() && --count->second == 0) per_session_.erase(count);
}

void Hub::tell(const LotId& lot) {
    std::vector<std::function<void()>> wakes;
    {
        const std::lock_guard lock(mutex_);
        const auto found = followers_.find(lot);
        if (found == followers_.end()) return;
        for (const auto& [id, follower] : found->second)
            if (follower.wake) wakes.push_back(follower.wake);
    }
    for (const auto& wake : wakes) wake();
}

std::size_t Hub::count() const {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [lot, followers] : followers_) sum += followers.size();
    return sum;
}

} // namespace kaibiao::live
