#pragma once
/// Keeps a trial centre alive: one tender is always being played for people who watch, and whoever enters with a role
/// gets a tender of their own with bots in all other roles. Each tender is played on a thread of its own.

#include "demo/play.h"
#include "demo/trial_hook.h"

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace kaibiao::demo {

class Director {
  public:
    /// `say` is called from several threads, one call at a time.
    Director(std::string base_url, seal::LockPolicy policy, std::function<void(const std::string&)> say);
    ~Director();
    Director(const Director&) = delete;
    Director& operator=(const Director&) = delete;

    /// Begins the tender for people who watch, again and again.
    void run();
    void stop();
    TrialHook hook();

  private:
    struct Game {
        std::thread thread;
        std::atomic<bool> done{false};
        std::string role;
        std::string title;
        LotId lot;
    };
    Result<codec::Json> start(const TrialRequest& request);
    codec::Json list();
    PlaySetting setting_for(const TrialRequest& request);
    std::shared_ptr<Game> new_game(const std::string& role);
    void play_for(Game& game, const TrialRequest& request, const ProjectIdea& project);
    void join_for(Game& game, const TrialRequest& request);
    void watch_forever(Game& game);
    const ProjectIdea& next_project();
    void told(const std::string& title, const Status& status);

    std::string base_url_;
    seal::LockPolicy policy_;
    std::function<void(const std::string&)> say_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> next_project_{0};
    std::mutex mutex_;
    std::list<std::shared_ptr<Game>> games_;
};

} // namespace kaibiao::demo
