#include "demo/play.h"

#include "cli/files.h"
#include "client/known_lot.h"
#include "demo/material.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/award.h"
#include "kaibiao/tender/evaluation.h"
#include "kaibiao/tender/event.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/publication.h"

#include <chrono>
#include <thread>

namespace kaibiao::demo {

namespace {

using codec::Json;

constexpr auto poll_interval = std::chrono::milliseconds(200);

std::string text_of(const Json& json, std::string_view key) {
    const Json* member = json.find(key);
    return member != nullptr && member->as_string() != nullptr ? *member->as_string() : std::string();
}

/// A bidder's bot, its offer, and what it must keep until the opening.
struct Bidding {
    Actor actor;
    const Company* company;
    Offer offer;
    BidId bid;
    std::optional<seal::OpeningSecrets> secrets;
    std::optional<Digest> manifest;
    std::string receipt;
};

class Play {
  public:
    Play(const PlaySetting& setting, const ProjectIdea& project) : setting_(setting), project_(project) {
        std::uint64_t seed = 0;
        for (const std::uint8_t byte : cli::random_bytes<8>()) seed = seed << 8 | byte;
        dice_ = Dice(seed);
    }

    Status publish();
    /// A lot that somebody else published.
    Status adopt(const LotId& lot);
    Status release_when_opened();
    Status score_when_appointed();
    Status submit_all();
    Status open_and_release();
    Status appoint();
    Status evaluate();
    Result<PlayResult> finish();
    const LotId& lot() const { return lot_; }

  private:
    void say(const std::string& text) const {
        if (setting_.say) setting_.say(text);
    }
    bool human(std::string_view role) const { return setting_.human.role == role; }
    Status wait_for(const std::function<bool(const LotReference&)>& reached, std::int64_t limit_milliseconds);
    Status wait_for_phase(std::string_view phase, std::int64_t limit_milliseconds);
    Status submit_one(Bidding& bidding);
    Result<std::vector<BidId>> opened_bids();
    Status sign_result();
    void say_candidates(const Json& computed) const;
    Status release_all();
    Result<std::vector<Actor>> enter_experts(std::vector<tender::Member>& members);
    /// Any bot that may look at the lot.
    Actor& watcher() { return tenderer_ ? *tenderer_ : biddings_.front().actor; }
    void pause() const { std::this_thread::sleep_for(std::chrono::milliseconds(setting_.pace_milliseconds)); }

    const PlaySetting& setting_;
    ProjectIdea project_;
    Dice dice_{0};
    LotId lot_;
    std::optional<Actor> tenderer_;
    std::vector<Bidding> biddings_;
    std::vector<Actor> experts_;
    tender::Notice notice_;
};

Status Play::wait_for(const std::function<bool(const LotReference&)>& reached, std::int64_t limit_milliseconds) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_milliseconds);
    for (;;) {
        TRY_ASSIGN(const LotReference reference, watcher().look_at(lot_));
        if (reached(reference)) return ok();
        if (setting_.stopped && setting_.stopped()) return Error(ErrorCode::operation_cancelled);
        if (std::chrono::steady_clock::now() > give_up)
            return Error(ErrorCode::command_not_allowed_now, lot_.text(), "still " + reference.phase);
        std::this_thread::sleep_for(poll_interval);
    }
}

Status Play::wait_for_phase(std::string_view phase, std::int64_t limit_milliseconds) {
    return wait_for(
        [&](const LotReference& reference) { return reference.phase == phase || reference.phase == "failed"; },
        limit_milliseconds);
}

Status Play::publish() {
    TRY_ASSIGN(tenderer_, Actor::enter(setting_.base_url, demo::tenderer().id, demo::tenderer().name, "tenderer"));
    const Bytes document = tender_document(project_);
    TRY(tenderer_->api().post_bytes("/api/documents", "application/pdf", document));
    TRY_ASSIGN(const Json centre, tenderer_->api().get("/api/centre"));
    TRY_ASSIGN(const Instant now, Instant::parse(text_of(centre, "now")));
    NoticeSetting setting;
    setting.log_key = text_of(centre, "log_key");
    setting.issue_from = now;
    setting.deadline = now.plus_milliseconds(setting_.submission_milliseconds);
    setting.release_window_milliseconds = setting_.window_milliseconds;
    if (human("supervisor")) setting.supervisor = tender::Party{setting_.human.id, setting_.human.name};
    setting.documents = {{"招标文件.pdf", crypto::sha256(document), document.size(), "application/pdf"}};
    notice_ = make_notice(project_, setting);
    lot_ = LotId(cli::random_bytes<16>());
    LotReference reference;
    reference.lot = lot_;
    TRY_ASSIGN(const std::string jws,
               tenderer_->sign(tender::write_notice(tenderer_->envelope("publish", reference), notice_), "publish"));
    TRY(tenderer_->api().post("/api/lots", jws));
    say("招标人发布 " + std::string(project_.name_zh) + std::string("，投标截止 ") + setting.deadline.local_text() +
        "  | published, deadline " + setting.deadline.text());
    return ok();
}

Status Play::submit_one(Bidding& bidding) {
    TRY_ASSIGN(const LotReference reference, bidding.actor.look_at(lot_));
    client::SealingContext context;
    context.envelope = bidding.actor.envelope("submit", reference);
    context.policy = notice_.policy;
    context.panel = notice_.panel;
    context.number = bidding.manifest ? 2 : 1;
    context.replaces = bidding.manifest;
    client::MemoryStage stage;
    TRY_ASSIGN(client::SealedBid sealed, client::seal_bid(context, bidding.offer.sheet, bidding.offer.volumes, stage));
    TRY_ASSIGN(const std::string jws, bidding.actor.identity().sign(sealed.payload, "submit"));
    TRY_ASSIGN(const Json answer, client::submit_bid(bidding.actor.api(), lot_, sealed.parts, jws, stage));
    TRY_ASSIGN(bidding.bid, BidId::parse(text_of(answer, "bid")));
    const Json* receipt = answer.find("receipt");
    if (receipt == nullptr) return Error(ErrorCode::json_member_missing, "/receipt");
    bidding.receipt = codec::dump_canonical(*receipt);
    bidding.manifest = crypto::sha256(as_bytes(sealed.payload));
    bidding.secrets = std::move(sealed.secrets);
    say(bidding.actor.name() + " 加密递交 " + std::to_string(sealed.parts.size()) + " 个密文分卷（" +
        std::to_string(stage.size() / 1024) + " KiB），第 " + std::to_string(context.number) +
        " 次，取得回执  | sealed, submitted, receipt in hand");
    return ok();
}

Status Play::submit_all() {
    for (std::size_t i = 0; i < setting_.bidders && i < bidders().size(); ++i) {
        const Company& company = bidders()[i];
        TRY_ASSIGN(Actor actor, Actor::enter(setting_.base_url, company.id, company.name, "bidder"));
        Offer offer = make_offer(project_, company, dice_, setting_.volumes);
        biddings_.push_back(Bidding{std::move(actor), &company, std::move(offer), {}, std::nullopt, std::nullopt, {}});
        TRY(submit_one(biddings_.back()));
        pause();
    }
    Bidding& second = biddings_[biddings_.size() > 1 ? 1 : 0];
    TRY_ASSIGN(second.offer.sheet.price, second.offer.sheet.price.minus(Money::from_fen(1'000'000)));
    say(second.actor.name() + " 改主意，降价一万元重新递交  | replaces its bid");
    return submit_one(second);
}

Status Play::release_all() {
    for (Bidding& bidding : biddings_) {
        TRY(client::release_bid(bidding.actor.api(), lot_, bidding.bid, *bidding.secrets));
        say(bidding.actor.name() + " 已解密  | released");
        pause();
    }
    return ok();
}

Status Play::open_and_release() {
    TRY(wait_for_phase("closed", setting_.submission_milliseconds + 60'000));
    say("投标截止，投标集合冻结，日志记录全部投标流的头  | closed: the set of bids is frozen");
    TRY(tenderer_->act(lot_, "open",
                       [](const sign::CommandEnvelope& envelope) { return sign::write_envelope(envelope); }));
    say("招标人宣布开标，各投标人解密  | opening started, bidders release");
    TRY(release_all());
    TRY(wait_for_phase("announced", setting_.window_milliseconds + 60'000));
    TRY_ASSIGN(const Json board, tenderer_->api().get("/api/lots/" + lot_.text() + "/board"));
    say("唱标  | all prices announced together:");
    if (const Json* rows = board.find("rows"); rows != nullptr && rows->as_array() != nullptr)
        for (const Json& row : *rows->as_array()) {
            const Json* bidder = row.find("bidder");
            const std::string name = bidder == nullptr                ? ""
                                     : bidder->as_string() != nullptr ? *bidder->as_string()
                                                                      : text_of(*bidder, "name");
            say("    " + name + "  " + text_of(row, "price") + " 元  " + text_of(row, "price_capital"));
        }
    return ok();
}

Result<std::vector<BidId>> Play::opened_bids() {
    TRY_ASSIGN(const Json board, watcher().api().get("/api/lots/" + lot_.text() + "/board"));
    std::vector<BidId> bids;
    const Json* rows = board.find("rows");
    if (rows == nullptr || rows->as_array() == nullptr) return Error(ErrorCode::json_member_missing, "/rows");
    for (const Json& row : *rows->as_array()) {
        const auto price = Money::parse_yuan(text_of(row, "price"));
        if (text_of(row, "state") != "opened" || !price.ok() || *price > *notice_.ceiling) continue;
        TRY_ASSIGN(const BidId bid, BidId::parse(text_of(row, "bid")));
        bids.push_back(bid);
    }
    return bids;
}

Result<std::vector<Actor>> Play::enter_experts(std::vector<tender::Member>& members) {
    std::vector<Actor> bots;
    for (std::size_t i = 0; i < setting_.experts && i < experts().size(); ++i) {
        const Person& person = experts()[i];
        if (human("expert") && i == 0) {
            members.push_back({{setting_.human.id, setting_.human.name}, tender::MemberKind::expert});
            continue;
        }
        TRY_ASSIGN(Actor actor, Actor::enter(setting_.base_url, person.id, person.name, "expert"));
        bots.push_back(std::move(actor));
        members.push_back({{std::string(person.id), std::string(person.name)}, tender::MemberKind::expert});
    }
    return bots;
}

/// Before the opening, so that a person who is an expert finds the committee complete.
Status Play::appoint() {
    std::vector<tender::Member> members;
    TRY_ASSIGN(experts_, enter_experts(members));
    TRY(tenderer_->act(lot_, "appoint", [&](const sign::CommandEnvelope& envelope) {
        return tender::write_committee(envelope, members);
    }));
    say("组建评标委员会 " + std::to_string(members.size()) +
        " 人，名单保密至结果公布  | committee appointed, secret until the result");
    return ok();
}

Status Play::evaluate() {
    TRY_ASSIGN(const std::vector<BidId> bids, opened_bids());
    for (Actor& expert : experts_) {
        const std::vector<score::Cell> cells = make_cells(notice_.method, bids, dice_);
        TRY(expert.act(lot_, "score",
                       [&](const sign::CommandEnvelope& envelope) { return tender::write_cells(envelope, cells); }));
        say("专家 " + expert.name() + " 签署评分表  | score sheet signed");
        pause();
    }
    return sign_result();
}

Status Play::adopt(const LotId& lot) {
    lot_ = lot;
    TRY_ASSIGN(Actor reader, Actor::enter(setting_.base_url, bidders()[0].id, bidders()[0].name, "bidder"));
    TRY_ASSIGN(const Json tender, client::fetch_tender(reader.api(), lot));
    const Json* events = tender.find("events");
    if (events->as_array() == nullptr || events->as_array()->empty()) return Error(ErrorCode::lot_unknown, lot.text());
    TRY_ASSIGN(const log::StoredEvent stored, log::event_from_json(events->as_array()->front(), "/events/0"));
    TRY_ASSIGN(const tender::Event event, tender::decode_event(stored));
    const auto* published = std::get_if<tender::LotPublished>(&event.payload);
    if (published == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
    notice_ = published->notice;
    if (notice_.ceiling) project_.ceiling_yuan = notice_.ceiling->fen() / 100;
    return ok();
}

Status Play::release_when_opened() {
    TRY(wait_for([](const LotReference& lot) { return lot.phase == "opening" || lot.phase == "failed"; },
                 setting_.patience_milliseconds));
    return release_all();
}

Status Play::score_when_appointed() {
    TRY(wait_for_phase("announced", setting_.patience_milliseconds));
    std::vector<tender::Member> members;
    TRY_ASSIGN(std::vector<Actor> bots, enter_experts(members));
    TRY_ASSIGN(const std::vector<BidId> bids, opened_bids());
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(setting_.patience_milliseconds);
    while (!bots.empty() && std::chrono::steady_clock::now() < give_up && !(setting_.stopped && setting_.stopped())) {
        const std::vector<score::Cell> cells = make_cells(notice_.method, bids, dice_);
        // The committee is secret: a bot learns that it is on it when its sheet is taken.
        const auto scored = bots.back().act(
            lot_, "score", [&](const sign::CommandEnvelope& envelope) { return tender::write_cells(envelope, cells); });
        if (scored.ok() || scored.error().code == ErrorCode::command_not_allowed_now)
            bots.pop_back();
        else
            std::this_thread::sleep_for(10 * poll_interval);
    }
    return ok();
}

void Play::say_candidates(const Json& computed) const {
    const Json* outcome = computed.find("outcome");
    const Json* candidates = outcome == nullptr ? nullptr : outcome->find("candidates");
    if (candidates == nullptr || candidates->as_array() == nullptr) return;
    for (std::size_t i = 0; i < candidates->as_array()->size(); ++i) {
        const std::string* bid = (*candidates->as_array())[i].as_string();
        std::string name = bid == nullptr ? std::string() : *bid;
        for (const Bidding& bidding : biddings_)
            if (bidding.bid.text() == name) name = bidding.actor.name();
        say("    第 " + std::to_string(i + 1) + " 中标候选人 " + name + "  | candidate " + std::to_string(i + 1));
    }
}

Status Play::sign_result() {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(setting_.patience_milliseconds);
    for (;;) {
        auto computed = tenderer_->api().get("/api/lots/" + lot_.text() + "/outcome");
        if (computed.ok()) {
            TRY_ASSIGN(const Digest digest, codec::decode_digest(text_of(*computed, "digest")));
            TRY(tenderer_->act(lot_, "result", [&](const sign::CommandEnvelope& envelope) {
                return tender::write_result(envelope, digest);
            }));
            say("招标人核对并签署评标结果  | result recomputed and signed:");
            say_candidates(*computed);
            return ok();
        }
        const bool waits = computed.error().code == ErrorCode::scores_incomplete && human("expert");
        if (!waits || std::chrono::steady_clock::now() > give_up) return computed.error();
        if (setting_.stopped && setting_.stopped()) return Error(ErrorCode::operation_cancelled);
        std::this_thread::sleep_for(5 * poll_interval);
    }
}

Result<PlayResult> Play::finish() {
    PlayResult result;
    result.lot = lot_;
    TRY_ASSIGN(result.bundle, tenderer_->api().get_bytes("/api/lots/" + lot_.text() + "/bundle"));
    for (const Bidding& bidding : biddings_) result.receipts.emplace_back(bidding.actor.name(), bidding.receipt);
    return result;
}

} // namespace

Result<PlayResult> play_tender(const PlaySetting& setting, const ProjectIdea& project,
                               const std::function<void(const LotId&)>& published) {
    Play play(setting, project);
    TRY(play.publish());
    if (published) published(play.lot());
    TRY(play.submit_all());
    TRY(play.appoint());
    TRY(play.open_and_release());
    TRY(play.evaluate());
    return play.finish();
}

Status join_tender(const PlaySetting& setting, const LotId& lot) {
    Play play(setting, projects()[0]);
    TRY(play.adopt(lot));
    TRY(play.submit_all());
    TRY(play.release_when_opened());
    return play.score_when_appointed();
}

} // namespace kaibiao::demo
