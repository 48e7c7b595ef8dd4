/// `kaibiao_load URL CLIENTS COMMANDS`: final submission commands against a running trial server. Each client is a
/// bidder of its own whose parts are uploaded before; it then sends COMMANDS signed manifests, each replacing the one
/// before, over one connection. Everything is signed beforehand. Prints {"commands","seconds","p50_ms","p99_ms"}.

#include "cli/files.h"
#include "client/bid_client.h"
#include "demo/actor.h"
#include "demo/notices.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/submission.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <thread>

using namespace kaibiao;
using Clock = std::chrono::steady_clock;

namespace {

struct Client {
    std::optional<demo::Actor> actor;
    client::MemoryStage stage;
    std::vector<std::string> commands;
    std::vector<double> milliseconds;
    Status outcome = ok();
};

Result<LotId> publish(const std::string& url, std::int64_t open_milliseconds, tender::Notice& notice) {
    TRY_ASSIGN(demo::Actor tenderer, demo::Actor::enter(url, demo::tenderer().id, demo::tenderer().name, "tenderer"));
    TRY_ASSIGN(const codec::Json centre, tenderer.api().get("/api/centre"));
    codec::ObjectReader reader(centre, "");
    demo::NoticeSetting setting;
    TRY_ASSIGN(setting.log_key, reader.string("log_key"));
    TRY_ASSIGN(const std::string now, reader.string("now"));
    TRY_ASSIGN(setting.issue_from, Instant::parse(now));
    setting.deadline = setting.issue_from.plus_milliseconds(open_milliseconds);
    setting.release_window_milliseconds = 10'000;
    notice = demo::make_notice(demo::projects()[0], setting);
    demo::LotReference reference;
    reference.lot = LotId(cli::random_bytes<16>());
    TRY_ASSIGN(const std::string jws,
               tenderer.sign(tender::write_notice(tenderer.envelope("publish", reference), notice), "publish"));
    TRY(tenderer.api().post("/api/lots", jws));
    return reference.lot;
}

/// Seals and uploads once, submits once, then signs `count` replacements with the same parts.
Status prepare(Client& client, const std::string& url, const LotId& lot, const tender::Notice& notice, int index,
               int count) {
    const std::string id = "LOAD-" + std::to_string(index);
    TRY_ASSIGN(client.actor, demo::Actor::enter(url, id, id, "bidder"));
    TRY_ASSIGN(const demo::LotReference reference, client.actor->look_at(lot));
    client::SealingContext context;
    context.envelope = client.actor->envelope("submit", reference);
    context.policy = notice.policy;
    const seal::PublicSheet sheet{id, id, Money::from_fen(1'000'000'00), 100, "q", "m", "c", "s", {}};
    TRY_ASSIGN(const client::SealedBid sealed, client::seal_bid(context, sheet, {}, client.stage));
    TRY_ASSIGN(const std::string first, client.actor->identity().sign(sealed.payload, "submit"));
    TRY(client::submit_bid(client.actor->api(), lot, sealed.parts, first, client.stage));
    TRY_ASSIGN(const codec::Json payload, codec::parse_canonical(as_bytes(sealed.payload)));
    TRY_ASSIGN(seal::Manifest manifest, tender::read_submission(payload));
    Digest former = crypto::sha256(as_bytes(sealed.payload));
    for (int i = 0; i < count; ++i) {
        manifest.number += 1;
        manifest.replaces = former;
        const std::string next =
            codec::dump_canonical(tender::write_submission(client.actor->envelope("submit", reference), manifest));
        former = crypto::sha256(as_bytes(next));
        TRY_ASSIGN(std::string jws, client.actor->identity().sign(next, "submit"));
        client.commands.push_back(std::move(jws));
    }
    return ok();
}

void send_all(Client& client, const LotId& lot) {
    const std::string target = "/api/lots/" + lot.text() + "/submissions";
    for (const std::string& command : client.commands) {
        const auto start = Clock::now();
        const auto answer = client.actor->api().post(target, command);
        client.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        if (answer.ok()) continue;
        client.outcome = answer.error();
        return;
    }
}

Status run(const std::string& url, int clients, int commands) {
    tender::Notice notice;
    TRY_ASSIGN(const LotId lot, publish(url, 600'000, notice));
    std::vector<Client> all(static_cast<std::size_t>(clients));
    for (int i = 0; i < clients; ++i) TRY(prepare(all[static_cast<std::size_t>(i)], url, lot, notice, i, commands));
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (Client& client : all) threads.emplace_back([&client, &lot] { send_all(client, lot); });
    for (std::thread& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::vector<double> latencies;
    for (const Client& client : all) {
        TRY(client.outcome);
        latencies.insert(latencies.end(), client.milliseconds.begin(), client.milliseconds.end());
    }
    std::sort(latencies.begin(), latencies.end());
    const auto at = [&](double share) {
        return latencies[static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1))];
    };
    std::printf("{\"commands\":%zu,\"seconds\":%.3f,\"p50_ms\":%.1f,\"p99_ms\":%.1f}\n", latencies.size(), seconds,
                at(0.5), at(0.99));
    return ok();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: kaibiao_load URL CLIENTS COMMANDS\n";
        return 2;
    }
    const Status outcome = run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
    if (outcome.ok()) return 0;
    std::cerr << describe(outcome.error()) << '\n';
    return 1;
}
