#pragma once
/// Keeps a trial centre alive: one tender is always being played for people who watch, and whoever enters with a role
/// gets a tender of their own with bots in all other roles. Each tender is played on a thread of its own.

#include "demo/play.h"
#include "demo/trial_hook.h"

#include <atomic>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace kaibiao::demo {

class Director {
  public:
    /// Notebooks of the tenders under way are kept in `folder`; new ones have locks of this policy. `say` is called
    /// from several threads, one call at a time.
    Director(std::string base_url, std::filesystem::path folder, seal::LockPolicy policy,
             std::function<void(const std::string&)> say);
    ~Director();
    Director(const Director&) = delete;
    Director& operator=(const Director&) = delete;

    /// The panel of the officers' bots, kept in the same folder, which opens all tenders. Before anything else. Errors:
    /// those of keep_panel_seats and of the API.
    Status seat_officers();
    /// Takes up the tenders that were under way, then begins one for people who watch, again and again.
    void run();
    void stop();
    TrialHook hook();

  private:
    struct Game {
        explicit Game(Notebook its) : notes(std::move(its)), lot(notes.lot()) {}
        std::thread thread;
        std::atomic<bool> done{false};
        Notebook notes; ///< written by the game's thread; visitor and title never change
        std::optional<LotId> lot;
    };
    Result<codec::Json> start(const TrialRequest& visitor);
    codec::Json list();
    /// These three under the lock.
    Result<std::shared_ptr<Game>> open_game(const TrialRequest& visitor);
    std::shared_ptr<Game> begin(Notebook notes);
    void forget_ended();
    PlaySetting setting_for(const TrialRequest& visitor);
    void play(Game& game);
    Status join(Game& game, const PlaySetting& setting);
    void set_lot(Game& game, const LotId& lot);
    bool is_played(const LotId& lot);
    void expect_another_of(const TrialRequest& tenderer);
    void watch_forever();
    const ProjectIdea& next_project();
    void say(const std::string& text);

    std::string base_url_;
    std::filesystem::path folder_;
    seal::LockPolicy policy_;
    std::function<void(const std::string&)> say_;
    std::shared_ptr<const PanelSeats> panel_;
    codec::Json papers_; ///< the panel as a notice has it
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> next_project_{0};
    std::mutex mutex_;
    std::list<std::shared_ptr<Game>> games_;
    std::thread watching_;
};

} // namespace kaibiao::demo
