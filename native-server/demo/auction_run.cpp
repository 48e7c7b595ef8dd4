#include "demo/auction_run.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/award.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

namespace kaibiao::demo {

namespace {

using codec::Json;

std::string text_of(const Json& json, std::string_view key) {
    const Json* member = json.find(key);
    return member != nullptr && member->as_string() != nullptr ? *member->as_string() : std::string();
}

/// An invented code of 18 characters for a name of the data.
std::string id_of(const std::string& bidder) {
    std::string digits = codec::encode_hex(crypto::sha256(as_bytes(bidder))).substr(0, 12);
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    return "9TSU" + digits + "00";
}

struct PlayedBid {
    Actor* actor;
    BidId bid;
    seal::OpeningSecrets secrets;
};

struct PlayedLot {
    const Auction* auction;
    LotId lot;
    tender::Notice notice;
    std::vector<PlayedBid> bids;
};

class AuctionRun {
  public:
    explicit AuctionRun(const PlaySetting& setting) : setting_(setting) {}
    Status start();
    Status play_group(std::span<const Auction> auctions);
    AuctionReport take() { return std::move(report_); }

  private:
    Result<Actor*> bidder(const std::string& name);
    Result<PlayedLot> publish(const Auction& auction, std::size_t bids_in_group);
    Status submit(PlayedLot& lot);
    Status open(PlayedLot& lot);
    Status conclude(const PlayedLot& lot);
    Status wait_for_phase(const LotId& lot, std::string_view phase);
    Result<std::map<std::string, std::string>> bidder_names(const LotId& lot);

    const PlaySetting& setting_;
    std::optional<Actor> tenderer_;
    std::string log_key_;
    std::string log_policy_;
    std::map<std::string, Actor> bidders_;
    AuctionReport report_;
};

Status AuctionRun::start() {
    TRY_ASSIGN(tenderer_, Actor::enter(setting_.base_url, demo::tenderer().id, demo::tenderer().name, "tenderer"));
    TRY_ASSIGN(const Json centre, tenderer_->api().get("/api/centre"));
    log_key_ = text_of(centre, "log_key");
    log_policy_ = text_of(centre, "log_policy");
    return ok();
}

Result<Actor*> AuctionRun::bidder(const std::string& name) {
    const auto known = bidders_.find(name);
    if (known != bidders_.end()) return &known->second;
    TRY_ASSIGN(Actor actor, Actor::enter(setting_.base_url, id_of(name), name, "bidder"));
    return &bidders_.emplace(name, std::move(actor)).first->second;
}

Result<PlayedLot> AuctionRun::publish(const Auction& auction, std::size_t bids_in_group) {
    TRY_ASSIGN(const Json time, tenderer_->api().get("/api/time"));
    NoticeSetting setting;
    TRY_ASSIGN(setting.issue_from, Instant::parse(text_of(time, "now")));
    setting.log_key = log_key_;
    setting.log_policy = log_policy_;
    // Time enough for every bid of the group at a slow machine's pace.
    setting.deadline = setting.issue_from.plus_milliseconds(5'000 + 60 * static_cast<std::int64_t>(bids_in_group));
    setting.release_window_milliseconds = 120'000;
    PlayedLot played{&auction, LotId(cli::random_bytes<16>()), make_notice(auction, setting), {}};
    LotReference reference;
    reference.lot = played.lot;
    TRY_ASSIGN(
        const std::string jws,
        tenderer_->sign(tender::write_notice(tenderer_->envelope("publish", reference), played.notice), "publish"));
    TRY(tenderer_->api().post("/api/lots", jws));
    return played;
}

Status AuctionRun::submit(PlayedLot& lot) {
    for (const AuctionBid& bid : lot.auction->bids) {
        TRY_ASSIGN(Actor * actor, bidder(bid.bidder));
        TRY_ASSIGN(const LotReference reference, actor->look_at(lot.lot));
        client::SealingContext context;
        context.envelope = actor->envelope("submit", reference);
        context.policy = lot.notice.policy;
        const seal::PublicSheet sheet{actor->id(), actor->name(), bid.price, 90, "合格", "—", "—", "—", {}};
        client::MemoryStage stage;
        TRY_ASSIGN(client::SealedBid sealed, client::seal_bid(context, sheet, {}, stage));
        TRY_ASSIGN(const std::string jws, actor->identity().sign(sealed.payload, "submit"));
        TRY_ASSIGN(const Json answer, client::submit_bid(actor->api(), lot.lot, sealed.parts, jws, stage));
        TRY_ASSIGN(const BidId id, BidId::parse(text_of(answer, "bid")));
        lot.bids.push_back({actor, id, std::move(*sealed.secrets)});
    }
    return ok();
}

Status AuctionRun::wait_for_phase(const LotId& lot, std::string_view phase) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    for (;;) {
        TRY_ASSIGN(const LotReference reference, tenderer_->look_at(lot));
        if (reference.phase == phase) return ok();
        if (std::chrono::steady_clock::now() > give_up || (setting_.stopped && setting_.stopped()))
            return Error(ErrorCode::command_not_allowed_now, lot.text(), "still " + reference.phase);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Status AuctionRun::open(PlayedLot& lot) {
    TRY(wait_for_phase(lot.lot, "closed"));
    TRY(tenderer_->act(lot.lot, "open",
                       [](const sign::CommandEnvelope& envelope) { return sign::write_envelope(envelope); }));
    for (PlayedBid& bid : lot.bids) TRY(client::release_bid(bid.actor->api(), lot.lot, bid.bid, bid.secrets));
    return wait_for_phase(lot.lot, "announced");
}

Result<std::map<std::string, std::string>> AuctionRun::bidder_names(const LotId& lot) {
    TRY_ASSIGN(const Json board, tenderer_->api().get("/api/lots/" + lot.text() + "/board"));
    std::map<std::string, std::string> names;
    if (const Json* rows = board.find("rows"); rows != nullptr && rows->as_array() != nullptr)
        for (const Json& row : *rows->as_array()) {
            const Json* bidder = row.find("bidder");
            if (bidder != nullptr)
                names[text_of(row, "bid")] =
                    bidder->as_string() != nullptr ? *bidder->as_string() : text_of(*bidder, "name");
        }
    return names;
}

Status AuctionRun::conclude(const PlayedLot& lot) {
    AuctionOutcome outcome{lot.auction->number, lot.auction->title, {}, lot.auction->winners, false};
    auto computed = tenderer_->api().get("/api/lots/" + lot.lot.text() + "/outcome");
    if (computed.ok()) {
        TRY_ASSIGN(const Digest digest, codec::decode_digest(text_of(*computed, "digest")));
        TRY(tenderer_->act(lot.lot, "result", [&](const sign::CommandEnvelope& envelope) {
            return tender::write_result(envelope, digest);
        }));
        TRY_ASSIGN(const auto names, bidder_names(lot.lot));
        const Json* bids = computed->find("outcome") == nullptr ? nullptr : computed->find("outcome")->find("bids");
        if (bids == nullptr || bids->as_array() == nullptr)
            return Error(ErrorCode::json_member_missing, "/outcome/bids");
        for (const Json& bid : *bids->as_array()) {
            const Json* rank = bid.find("rank");
            if (rank == nullptr || rank->as_integer() == nullptr || *rank->as_integer() != 1) continue;
            outcome.first.push_back(names.at(text_of(bid, "bid")));
        }
        TRY_ASSIGN(report_.last_bundle, tenderer_->api().get_bytes("/api/lots/" + lot.lot.text() + "/bundle"));
    } else if (computed.error().code != ErrorCode::no_valid_bid) {
        return computed.error();
    }
    outcome.agrees = std::any_of(outcome.first.begin(), outcome.first.end(),
                                 [&](const std::string& name) { return outcome.winners.count(name) > 0; });
    report_.agreeing += outcome.agrees ? 1 : 0;
    report_.outcomes.push_back(std::move(outcome));
    return ok();
}

Status AuctionRun::play_group(std::span<const Auction> auctions) {
    std::size_t bids = 0;
    for (const Auction& auction : auctions) {
        bids += auction.bids.size();
        for (const AuctionBid& bid : auction.bids) TRY(bidder(bid.bidder));
    }
    std::vector<PlayedLot> lots;
    for (const Auction& auction : auctions) {
        TRY_ASSIGN(PlayedLot lot, publish(auction, bids));
        lots.push_back(std::move(lot));
    }
    for (PlayedLot& lot : lots) TRY(submit(lot));
    for (PlayedLot& lot : lots) TRY(open(lot));
    for (const PlayedLot& lot : lots) TRY(conclude(lot));
    return ok();
}

} // namespace

Result<AuctionReport> run_auctions(const PlaySetting& setting, const std::vector<Auction>& auctions,
                                   std::size_t group) {
    AuctionRun run(setting);
    TRY(run.start());
    for (std::size_t at = 0; at < auctions.size(); at += group) {
        const std::size_t count = std::min(group, auctions.size() - at);
        TRY(run.play_group(std::span(auctions).subspan(at, count)));
        if (setting.say)
            setting.say(std::to_string(at + count) + " / " + std::to_string(auctions.size()) + " auctions played");
    }
    return run.take();
}

} // namespace kaibiao::demo
