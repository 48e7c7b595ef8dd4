#include "cli/files.h"
#include "cli/serve_options.h"
#include "cli/subcommands.h"
#include "cli/trust_files.h"
#include "demo/auction_run.h"
#include "demo/director.h"
#include "demo/material.h"
#include "usecase/service.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <mutex>
#include <string_view>

namespace kaibiao::cli {

namespace {

struct DemoOptions {
    ServeOptions serve;
    std::string server;
    std::string out;
    std::string auctions;
    std::string files;
    bool once = false;
    bool json = false;
    std::string lock = "dual";
    bool two_envelopes = false;
};

/// A data folder that goes when the run ends.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "kaibiao-demo-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

Status play_once(const demo::PlaySetting& setting, const std::string& out, const Output& output) {
    demo::Notebook notes;
    TRY_ASSIGN(const demo::PlayResult played, demo::play_tender(setting, demo::projects()[0], notes));
    output.line("存证包 " + std::to_string(played.bundle.size() / 1024) + " KiB  | the bundle");
    codec::Json document = codec::Json::object().set("lot", played.lot.text());
    if (!out.empty()) {
        const std::filesystem::path folder = out;
        TRY(write_file(folder / "bundle.json", played.bundle));
        for (std::size_t i = 0; i < played.receipts.size(); ++i)
            TRY(write_file(folder / ("receipt-" + std::to_string(i + 1) + ".json"),
                           as_bytes(played.receipts[i].second)));
        TRY_ASSIGN(auto api, client::ApiClient::connect_to(setting.base_url));
        TRY(save_trust(api, folder));
        const auto named = [&](const char* name) { return (folder / name).string(); };
        output.line("written to " + out + ": bundle.json, receipts, root.pem, log.vkey; check it: kaibiao verify " +
                    named("bundle.json") + " --root " + named(root_file) + " --log-key " + named(log_key_file));
        document.set("bundle", named("bundle.json"));
    }
    output.document(document);
    return ok();
}

codec::Json outcome_json(const demo::AuctionOutcome& outcome) {
    codec::Json first = codec::Json::array();
    for (const std::string& name : outcome.first) first.push(codec::Json(name));
    codec::Json winners = codec::Json::array();
    for (const std::string& name : outcome.winners) winners.push(codec::Json(name));
    return codec::Json::object()
        .set("auction", outcome.auction)
        .set("title", outcome.title)
        .set("first", std::move(first))
        .set("winners", std::move(winners));
}

std::string joined(const auto& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nobody" : text;
}

Status play_auctions(const demo::PlaySetting& setting, const DemoOptions& options, const Output& output) {
    TRY_ASSIGN(const std::vector<demo::Auction> auctions, demo::read_auctions(options.auctions));
    TRY_ASSIGN(const demo::AuctionReport report, demo::run_auctions(setting, auctions));
    output.line("the winner in the data is among those ranked first in " + std::to_string(report.agreeing) + " of " +
                std::to_string(report.outcomes.size()) + " auctions");
    codec::Json others = codec::Json::array();
    for (const demo::AuctionOutcome& outcome : report.outcomes) {
        if (outcome.agrees) continue;
        output.line("  auction " + outcome.auction + " (" + outcome.title + "): first " + joined(outcome.first) +
                    "; in the data " + joined(outcome.winners));
        others.push(outcome_json(outcome));
    }
    output.document(codec::Json::object()
                        .set("auctions", static_cast<std::int64_t>(report.outcomes.size()))
                        .set("agreeing", static_cast<std::int64_t>(report.agreeing))
                        .set("others", std::move(others)));
    if (options.out.empty()) return ok();
    TRY(write_file(std::filesystem::path(options.out) / "bundle.json", report.last_bundle));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(setting.base_url));
    TRY(save_trust(api, options.out));
    return ok();
}

Status play(const DemoOptions& options, const std::string& url, const std::vector<client::Volume>& volumes,
            const Output& output) {
    demo::PlaySetting setting;
    setting.base_url = url;
    TRY_ASSIGN(setting.policy, seal::parse_lock_policy(options.lock));
    setting.volumes = volumes;
    setting.two_envelopes = options.two_envelopes;
    setting.say = [&output](const std::string& text) { output.line(text); };
    return options.auctions.empty() ? play_once(setting, options.out, output) : play_auctions(setting, options, output);
}

Result<config::Config> trial_config(const DemoOptions& options) {
    TRY_ASSIGN(config::Config config, make_config(options.serve));
    config.trial = true;
    config.demo_ca = true;
    return config;
}

Status run_once(const DemoOptions& options, const Output& output) {
    // Told before a tender is played for some minutes, not after.
    if (!options.out.empty()) {
        const std::filesystem::path out = options.out;
        TRY(make_folder(out));
        TRY(expect_absent({out / "bundle.json", out / root_file, out / log_key_file}));
    }
    std::vector<client::Volume> volumes;
    if (!options.files.empty()) {
        TRY_ASSIGN(volumes, demo::volumes_in(options.files));
    }
    if (!options.server.empty()) return play(options, options.server, volumes, output);
    const TemporaryFolder folder;
    TRY_ASSIGN(config::Config config, trial_config(options));
    if (options.serve.listen.empty()) config.listen = "127.0.0.1:0";
    if (options.serve.data.empty()) config.data = folder.path() / "data";
    TRY_ASSIGN(const auto service, usecase::Service::start(config));
    const Status played = play(options, service->url(), volumes, output);
    service->stop();
    return played;
}

void introduce(const Output& output, const std::string& url, bool officers) {
    output.line("");
    output.line("  开标 Kaibiao  —  " + url);
    output.line("");
    output.line("  打开首页“试一试”，一键以任一身份进入：招标人、投标人、专家、监督、公众。密钥在您的浏览器里生成。");
    output.line("  Open the page; under \"Try it\": enter as tenderer, bidder, expert, supervisor or public.");
    output.line("  Your trial key is made in your browser; bots play everyone else. This is a trial centre.");
    output.line("  With a key of your own 用自己的密钥登录: " + url + "/login");
    output.line("  The bots, each under the id of its certificate:");
    const auto bot = [&output](const char* role, std::string_view id, std::string_view name) {
        output.line("    " + std::string(role) + "  " + std::string(id) + "  " + std::string(name));
    };
    bot("招标人 tenderer  ", demo::tenderer().id, demo::tenderer().name);
    for (const demo::Company& bidder : demo::bidders().first(5)) bot("投标人 bidder    ", bidder.id, bidder.name);
    for (const demo::Person& expert : demo::experts().first(5)) bot("专家   expert    ", expert.id, expert.name);
    bot("监督   supervisor", demo::supervisor().id, demo::supervisor().name);
    if (officers) {
        for (const demo::Company& officer : demo::officers()) bot("见证人 officer   ", officer.id, officer.name);
        output.line("  任意两名见证人到场，方可开启投标文件。A bid opens only with any two of the three officers.");
    }
    output.line("  Ctrl-C ends it.");
    output.line("");
}

Status run_centre(const DemoOptions& options, const Output& output) {
    usecase::prepare_process();
    TRY_ASSIGN(const config::Config config, trial_config(options));
    TRY_ASSIGN(const auto service, usecase::Service::start(config));
    TRY_ASSIGN(const seal::LockPolicy policy, seal::parse_lock_policy(options.lock));
    demo::Director director(service->url(), config.data / "trial", policy,
                            [&output](const std::string& text) { output.line(text); });
    const bool officers = seal::needs_officers(policy);
    if (officers) TRY(director.seat_officers());
    service->centre().set_trial_hook(std::make_shared<const demo::TrialHook>(director.hook()));
    introduce(output, service->url(), officers);
    if (config.web.empty())
        output.line(
            "  没有 --web，所以没有网页，只有接口。No --web was given: there are no pages, the API alone. 网页由 "
            "scripts/build web 生成 scripts/build web makes them in build/web.\n");
    director.run();
    usecase::wait_for_end();
    output.line(
        "正在结束：机器人做完手头的一步，通常几秒 ending: the bots finish what they are doing, mostly within seconds");
    director.stop();
    service->stop();
    return ok();
}

} // namespace

int run_demo(int argc, char** argv) {
    DemoOptions options;
    CLI::App app("运行带机器人的试用中心，或经公开接口完整演示一次招标。\n"
                 "A trial centre with bots, or one tender played through the public API.",
                 "kaibiao demo");
    app.add_flag("--once", options.once, "play one tender from publication to the bundle, then end");
    app.add_option("--out", options.out, "with --once: folder for the bundle, the receipts and the anchors");
    app.add_option("--auctions", options.auctions,
                   "with --once: play the auctions of this CSV file and compare the winners");
    app.add_option("--files", options.files, "with --once: folder of PDFs to use as volumes");
    app.add_option("--lock", options.lock, "the lock of the tenders: dual (2 of 3 officers) or bidder 锁的方式")
        ->capture_default_str()
        ->check(CLI::IsMember({"dual", "bidder"}));
    app.add_flag("--two-envelopes", options.two_envelopes,
                 "with --once: technical envelopes first, then the prices of the best three 双信封");
    app.add_option("--server", options.server, "with --once: play at this trial centre instead of an own one");
    add_server_options(app, options.serve);
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) {
        if (options.once) return run_once(options, output);
        for (const char* name : {"--auctions", "--out", "--files", "--server", "--two-envelopes"})
            if (app.count(name) > 0)
                return Status(Error(ErrorCode::usage, name, "只能与 --once 同用 only with --once"));
        return run_centre(options, output);
    });
}

} // namespace kaibiao::cli
