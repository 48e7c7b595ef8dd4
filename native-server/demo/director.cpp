#include "demo/director.h"

#include "cli/files.h"

#include <algorithm>
#include <chrono>

namespace kaibiao::demo {

namespace {

using codec::Json;
constexpr std::size_t most_games = 24;
constexpr auto publish_patience = std::chrono::seconds(20);
/// How long a tenderer may take over its notice.
constexpr std::int64_t notice_milliseconds = 20 * 60'000;
constexpr int seconds_between_tenders = 20;

/// A lot that this tenderer published and nobody plays in. Names of trial people are unique.
std::optional<LotId> published_by(client::ApiClient& api, const std::string& tenderer_name,
                                  const std::function<bool(const LotId&)>& is_played) {
    const auto lots = api.get("/api/lots?phase=published&limit=100");
    const Json* rows = lots.ok() ? lots->find("lots") : nullptr;
    if (rows == nullptr || rows->as_array() == nullptr) return std::nullopt;
    for (const Json& row : *rows->as_array()) {
        const Json* tenderer = row.find("tenderer");
        const Json* lot = row.find("lot");
        if (tenderer == nullptr || tenderer->as_string() == nullptr || *tenderer->as_string() != tenderer_name)
            continue;
        const auto found = LotId::parse(lot != nullptr && lot->as_string() != nullptr ? *lot->as_string() : "");
        if (found.ok() && !is_played(*found)) return *found;
    }
    return std::nullopt;
}

} // namespace

Status Director::seat_officers() {
    TRY_ASSIGN(panel_, keep_panel_seats(folder_ / "officers.panel"));
    TRY_ASSIGN(const Officers officers, Officers::enter(base_url_, panel_));
    tender::Notice notice;
    TRY(officers.pin(notice));
    papers_ = tender::write_panel(notice);
    return ok();
}

Director::Director(std::string base_url, std::filesystem::path folder, seal::LockPolicy policy,
                   std::function<void(const std::string&)> say)
    : base_url_(std::move(base_url)), folder_(std::move(folder)), policy_(policy), say_(std::move(say)) {}

Director::~Director() { stop(); }

void Director::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    // No new game begins once stopping_ is set, so the list no longer grows.
    if (watching_.joinable()) watching_.join();
    for (const auto& game : games_)
        if (game->thread.joinable()) game->thread.join();
}

TrialHook Director::hook() {
    return {[this](const TrialRequest& visitor) { return start(visitor); }, [this] { return list(); }};
}

const ProjectIdea& Director::next_project() { return projects()[next_project_++ % projects().size()]; }

void Director::say(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (say_) say_(text);
}

void Director::forget_ended() {
    games_.remove_if([](const std::shared_ptr<Game>& game) {
        if (!game->done) return false;
        game->thread.join();
        return true;
    });
}

Result<std::shared_ptr<Director::Game>> Director::open_game(const TrialRequest& visitor) {
    if (stopping_) return Error(ErrorCode::queue_full, "trial");
    forget_ended();
    if (games_.size() >= most_games) return Error(ErrorCode::queue_full, "trial");
    const bool publishes = visitor.role == "tenderer";
    TRY_ASSIGN(Notebook notes,
               Notebook::begin(folder_, visitor, publishes ? visitor.name : std::string(next_project().name_zh)));
    return begin(std::move(notes));
}

std::shared_ptr<Director::Game> Director::begin(Notebook notes) {
    const auto game = std::make_shared<Game>(std::move(notes));
    games_.push_back(game);
    game->thread = std::thread([this, game] {
        play(*game);
        game->done = true;
    });
    return game;
}

PlaySetting Director::setting_for(const TrialRequest& visitor) {
    PlaySetting setting;
    setting.base_url = base_url_;
    setting.policy = policy_;
    setting.panel = panel_;
    setting.human = {visitor.role, visitor.id, visitor.name};
    setting.stopped = [this] { return stopping_.load(); };
    setting.pace_milliseconds = 1'500;
    setting.patience_milliseconds = 30 * 60'000;
    // A person needs time to fill in a form and to press a button; an expert waits only for the bots.
    const bool bids = visitor.role == "bidder";
    setting.submission_milliseconds = bids ? 180'000 : 25'000;
    setting.window_milliseconds = bids ? 90'000 : 20'000;
    return setting;
}

void Director::set_lot(Game& game, const LotId& lot) {
    const std::lock_guard lock(mutex_);
    game.lot = lot;
}

void Director::play(Game& game) {
    const PlaySetting setting = setting_for(game.notes.visitor());
    Status ended = ok();
    if (game.notes.visitor().role == "tenderer") {
        ended = join(game, setting);
    } else {
        const auto idea = std::find_if(projects().begin(), projects().end(), [&](const ProjectIdea& project) {
            return project.name_zh == game.notes.title();
        });
        const auto played = play_tender(setting, idea == projects().end() ? projects()[0] : *idea, game.notes,
                                        [&](const LotId& lot) { set_lot(game, lot); });
        if (!played.ok()) ended = played.error();
    }
    // What ends because the centre does is taken up at the next start.
    if (stopping_) return;
    game.notes.forget();
    say(game.notes.title() + (ended.ok() ? ": finished" : ": " + describe(ended.error())));
}

bool Director::is_played(const LotId& lot) {
    const std::lock_guard lock(mutex_);
    return std::any_of(games_.begin(), games_.end(), [&](const auto& game) { return game->lot == lot; });
}

/// A tenderer may publish again. Those who wait for a first notice go before.
void Director::expect_another_of(const TrialRequest& tenderer) {
    const std::lock_guard lock(mutex_);
    if (games_.size() < most_games / 2) (void)open_game(tenderer);
}

/// Waits for a lot that this tenderer publishes, then bids for it.
Status Director::join(Game& game, const PlaySetting& setting) {
    const Instant give_up = game.notes.begun().plus_milliseconds(notice_milliseconds);
    const std::string& name = game.notes.visitor().name;
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(base_url_));
    while (!game.notes.lot()) {
        if (stopping_) return Error(ErrorCode::operation_cancelled);
        if (cli::clock_now() > give_up) return Error(ErrorCode::lot_unknown, name, "no notice was published");
        std::this_thread::sleep_for(std::chrono::seconds(1));
        const auto found = published_by(api, name, [this](const LotId& lot) { return is_played(lot); });
        if (!found) continue;
        TRY(game.notes.note_lot(*found));
        set_lot(game, *found);
        expect_another_of(game.notes.visitor());
    }
    return join_tender(setting, *game.notes.lot(), game.notes);
}

/// Keeps one tender under way that nobody plays in.
void Director::watch_forever() {
    while (!stopping_) {
        {
            const std::lock_guard lock(mutex_);
            const bool watched = std::any_of(games_.begin(), games_.end(), [](const auto& game) {
                return !game->done && game->notes.visitor().role == "public";
            });
            if (!watched) (void)open_game({"public", {}, {}}); // a full centre has tenders enough to watch
        }
        for (int second = 0; second < seconds_between_tenders && !stopping_; ++second)
            std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

void Director::run() {
    for (Notebook& notes : Notebook::found_in(folder_)) {
        say(notes.title() + ": taken up again");
        const std::lock_guard lock(mutex_);
        begin(std::move(notes));
    }
    watching_ = std::thread([this] { watch_forever(); });
}

Result<Json> Director::start(const TrialRequest& visitor) {
    std::shared_ptr<Game> game;
    {
        const std::lock_guard lock(mutex_);
        TRY_ASSIGN(game, open_game(visitor));
    }
    if (visitor.role == "tenderer") return Json::object().set("lot", Json());
    const auto give_up = std::chrono::steady_clock::now() + publish_patience;
    while (std::chrono::steady_clock::now() < give_up && !game->done) {
        {
            const std::lock_guard lock(mutex_);
            if (game->lot) return Json::object().set("lot", game->lot->text());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return Error(ErrorCode::internal_error, "trial", "the tender did not begin");
}

Json Director::list() {
    const std::lock_guard lock(mutex_);
    Json lots = Json::array();
    for (const auto& game : games_) {
        if (!game->lot || game->done) continue;
        lots.push(Json::object()
                      .set("lot", game->lot->text())
                      .set("role", game->notes.visitor().role)
                      .set("title", game->notes.title()));
    }
    return Json::object().set("lots", std::move(lots)).set("panel", papers_);
}

} // namespace kaibiao::demo
