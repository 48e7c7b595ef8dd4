#include "demo/director.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>

namespace kaibiao::demo {

namespace {

using codec::Json;
constexpr std::size_t most_games = 24;
constexpr auto publish_patience = std::chrono::seconds(20);

} // namespace

Director::Director(std::string base_url, seal::LockPolicy policy, std::function<void(const std::string&)> say)
    : base_url_(std::move(base_url)), policy_(policy), say_(std::move(say)) {}

Director::~Director() { stop(); }

void Director::stop() {
    stopping_ = true;
    // No new game begins once stopping_ is set, so the list no longer grows.
    for (const auto& game : games_)
        if (game->thread.joinable()) game->thread.join();
}

TrialHook Director::hook() {
    return {[this](const TrialRequest& request) { return start(request); }, [this] { return list(); }};
}

const ProjectIdea& Director::next_project() { return projects()[next_project_++ % projects().size()]; }

std::shared_ptr<Director::Game> Director::new_game(const std::string& role) {
    for (auto game = games_.begin(); game != games_.end();) {
        if (!(*game)->done) {
            ++game;
            continue;
        }
        (*game)->thread.join();
        game = games_.erase(game);
    }
    games_.push_back(std::make_shared<Game>());
    games_.back()->role = role;
    return games_.back();
}

PlaySetting Director::setting_for(const TrialRequest& request) {
    PlaySetting setting;
    setting.base_url = base_url_;
    setting.policy = policy_;
    setting.human = {request.role, request.id, request.name};
    setting.stopped = [this] { return stopping_.load(); };
    setting.pace_milliseconds = 1'500;
    // A person needs time to fill in a form and to press a button; an expert waits only for the bots.
    const bool bids = request.role == "bidder";
    setting.submission_milliseconds = bids ? 180'000 : 25'000;
    setting.window_milliseconds = bids ? 90'000 : 20'000;
    return setting;
}

void Director::told(const std::string& title, const Status& status) {
    const std::lock_guard lock(mutex_);
    if (say_) say_(title + (status.ok() ? ": finished" : ": " + describe(status.error())));
}

void Director::play_for(Game& game, const TrialRequest& request, const ProjectIdea& project) {
    const auto played = play_tender(setting_for(request), project, [&](const LotId& lot) {
        const std::lock_guard lock(mutex_);
        game.lot = lot;
    });
    if (!stopping_) told(std::string(project.name_en), played.ok() ? ok() : Status(played.error()));
}

/// Waits for the lot that this tenderer publishes, then bids for it. Names of trial people are unique.
void Director::join_for(Game& game, const TrialRequest& request) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(20);
    auto api = client::ApiClient::connect_to(base_url_);
    while (api.ok() && !stopping_ && std::chrono::steady_clock::now() < give_up) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        const auto lots = api->get("/api/lots?phase=published&limit=100");
        const Json* rows = lots.ok() ? lots->find("lots") : nullptr;
        if (rows == nullptr || rows->as_array() == nullptr) continue;
        for (const Json& row : *rows->as_array()) {
            const Json* tenderer = row.find("tenderer");
            const Json* lot = row.find("lot");
            const bool own =
                tenderer != nullptr && tenderer->as_string() != nullptr && *tenderer->as_string() == request.name;
            if (!own || lot == nullptr) continue;
            const auto found = LotId::parse(*lot->as_string());
            if (!found.ok()) continue;
            {
                const std::lock_guard lock(mutex_);
                game.lot = *found;
            }
            told("a tender by " + request.name, join_tender(setting_for(request), *found));
            return;
        }
    }
}

void Director::watch_forever(Game& game) {
    while (!stopping_) {
        play_for(game, {}, next_project());
        for (int second = 0; second < 20 && !stopping_; ++second) std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

void Director::run() {
    const std::lock_guard lock(mutex_);
    const std::shared_ptr<Game> game = new_game("public");
    game->thread = std::thread([this, game] {
        watch_forever(*game);
        game->done = true;
    });
}

Result<Json> Director::start(const TrialRequest& request) {
    std::shared_ptr<Game> game;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || games_.size() >= most_games) return Error(ErrorCode::queue_full, "trial");
        game = new_game(request.role);
        const ProjectIdea& project = next_project();
        game->title = std::string(project.name_zh);
        game->thread = std::thread([this, game, request, &project] {
            if (request.role == "tenderer")
                join_for(*game, request);
            else
                play_for(*game, request, project);
            game->done = true;
        });
    }
    if (request.role == "tenderer") return Json::object().set("lot", Json());
    const auto give_up = std::chrono::steady_clock::now() + publish_patience;
    while (std::chrono::steady_clock::now() < give_up && !game->done) {
        {
            const std::lock_guard lock(mutex_);
            if (!(game->lot == LotId())) return Json::object().set("lot", game->lot.text());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return Error(ErrorCode::internal_error, "trial", "the tender did not begin");
}

Json Director::list() {
    const std::lock_guard lock(mutex_);
    Json lots = Json::array();
    for (const auto& game : games_) {
        if (game->lot == LotId()) continue;
        lots.push(Json::object().set("lot", game->lot.text()).set("role", game->role).set("title", game->title));
    }
    return Json::object().set("lots", std::move(lots));
}

} // namespace kaibiao::demo
