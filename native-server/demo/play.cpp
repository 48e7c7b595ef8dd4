#include "demo/play.h"

#include "cli/files.h"
#include "client/known_lot.h"
#include "demo/material.h"
#include "demo/telling.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/award.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/evaluation.h"
#include "kaibiao/tender/event.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/publication.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace kaibiao::demo {

namespace {

using codec::Json;

constexpr auto poll_interval = std::chrono::milliseconds(200);
/// How long the bots wait for the supervisor to resume a lot.
constexpr auto suspension_patience = std::chrono::hours(2);

Dice fresh_dice() {
    std::uint64_t seed = 0;
    for (const std::uint8_t byte : cli::random_bytes<8>()) seed = seed << 8 | byte;
    return Dice(seed);
}

/// One envelope of a bid as it was sent last; its opening secrets are in the notebook.
struct Sent {
    BidId bid;
    std::optional<Digest> manifest;
    std::string receipt;
};

/// A bidder's bot, its offer and its bid.
struct Bidding {
    Actor actor;
    Offer offer;
    std::array<Sent, 2> sent;
    Sent& of(int envelope) { return sent[static_cast<std::size_t>(envelope) - 1]; }
};

class Play {
  public:
    Play(const PlaySetting& setting, const ProjectIdea& project, Notebook& notes)
        : setting_(setting), project_(project), notes_(notes), dice_(fresh_dice()) {}

    Status enter_tenderer();
    Status publish();
    /// A lot that a person published, or these bots before they were stopped. Every step passes over what is done.
    Status adopt(const LotId& lot);
    Status release_when_opened();
    Status score_when_appointed();
    /// With two envelopes, once who passed was signed.
    Status release_prices_when_opened();
    Status score_as_appointed(std::vector<Actor>& bots);
    Status submit_all();
    /// From the start of an opening to its announcement.
    Status open_and_release();
    Status appoint();
    Status score_all();
    Status qualify();
    Status sign_result();
    bool two_envelopes() const { return tender::envelopes_of(notice_) == 2; }
    Result<PlayResult> finish();
    const LotId& lot() const { return lot_; }

  private:
    void say(const std::string& text) const {
        if (setting_.say) setting_.say(text);
    }
    bool human(std::string_view role) const { return setting_.human.role == role; }
    using Reached = std::function<Result<bool>(const LotReference&)>;
    /// The time of a suspension does not count.
    Status wait_for(const Reached& reached, std::int64_t limit_milliseconds,
                    std::chrono::milliseconds interval = poll_interval);
    Status wait_for_phase(std::string_view phase, std::int64_t limit_milliseconds);
    /// Again after the resumption, when the lot is suspended.
    Result<Json> when_resumed(const std::function<Result<Json>()>& attempt);
    Result<Json> act(Actor& actor, std::string_view purpose,
                     const std::function<Json(const sign::CommandEnvelope&)>& payload);
    Result<std::string> phase();
    /// Of the opening that the play is at.
    bool is_at(const LotReference& lot, std::string_view phase) const {
        return lot.phase == phase && (lot.envelope == envelope_ || !two_envelopes());
    }
    Result<bool> is_at(std::string_view phase);
    Status submit_one(Bidding& bidding, int envelope);
    Status submit_whole(Bidding& bidding);
    /// Whether this bidder has bid before.
    Result<bool> recall(Bidding& bidding);
    /// Of the envelope that is being opened; nothing for one who did not pass.
    Status release_one(Bidding& bidding);
    Result<bool> may_release(Bidding& bidding);
    /// Whether the sheet is signed, now or before.
    Result<bool> score(Actor& expert, const std::vector<BidId>& bids);
    Result<std::vector<BidId>> opened_bids();
    struct Signing {
        std::string_view purpose;
        std::string_view done; ///< the phase behind it
        std::string_view told;
        std::string_view list; ///< of bids in the outcome
        std::string_view title;
    };
    Status sign_outcome(const Signing& signing);
    void say_bidders(const Json& computed, std::string_view list, std::string_view title) const;
    Status release_all();
    Status seat_officers();
    Status release_by_officers(seal::PartClass part_class);
    Result<std::vector<Actor>> enter_experts(std::vector<tender::Member>& members);
    /// Any bot that may look at the lot.
    Actor& watcher() { return tenderer_ ? *tenderer_ : *reader_; }
    std::string place() const { return "/api/lots/" + lot_.text(); }
    void pause() const { std::this_thread::sleep_for(std::chrono::milliseconds(setting_.pace_milliseconds)); }

    const PlaySetting& setting_;
    ProjectIdea project_;
    Notebook& notes_;
    Dice dice_;
    LotId lot_;
    std::optional<Actor> tenderer_;
    std::optional<Officers> officers_;
    std::optional<Actor> reader_;
    std::vector<Bidding> biddings_;
    std::vector<Actor> experts_;
    tender::Notice notice_;
    int envelope_ = tender::first_envelope; ///< whose opening the play is at
};

Status Play::wait_for(const Reached& reached, std::int64_t limit_milliseconds, std::chrono::milliseconds interval) {
    const std::chrono::milliseconds limit(limit_milliseconds);
    const auto last = std::chrono::steady_clock::now() + limit + suspension_patience;
    auto give_up = last - suspension_patience;
    for (;;) {
        TRY_ASSIGN(const LotReference reference, watcher().look_at(lot_));
        TRY_ASSIGN(const bool enough, reached(reference));
        if (enough) return ok();
        if (setting_.stopped && setting_.stopped()) return Error(ErrorCode::operation_cancelled);
        const auto now = std::chrono::steady_clock::now();
        if (reference.suspended) give_up = std::min(now + limit, last);
        if (now > give_up)
            return Error(reference.suspended ? ErrorCode::lot_suspended : ErrorCode::command_not_allowed_now,
                         lot_.text(), "still " + reference.phase);
        std::this_thread::sleep_for(interval);
    }
}

Status Play::wait_for_phase(std::string_view phase, std::int64_t limit_milliseconds) {
    const auto wanted = rank_of(phase, envelope_);
    return wait_for([&](const LotReference& lot) -> Result<bool> { return rank_of(lot.phase, lot.envelope) >= wanted; },
                    limit_milliseconds);
}

Result<Json> Play::when_resumed(const std::function<Result<Json>()>& attempt) {
    for (;;) {
        auto done = attempt();
        if (done.ok() || done.error().code != ErrorCode::lot_suspended) return done;
        TRY(wait_for([](const LotReference& lot) -> Result<bool> { return !lot.suspended; }, 0));
    }
}

Result<Json> Play::act(Actor& actor, std::string_view purpose,
                       const std::function<Json(const sign::CommandEnvelope&)>& payload) {
    return when_resumed([&] { return actor.act(lot_, purpose, payload); });
}

Result<std::string> Play::phase() {
    TRY_ASSIGN(const LotReference lot, watcher().look_at(lot_));
    return lot.phase;
}

Result<bool> Play::is_at(std::string_view phase) {
    TRY_ASSIGN(const LotReference lot, watcher().look_at(lot_));
    return is_at(lot, phase);
}

Status Play::enter_tenderer() {
    TRY_ASSIGN(tenderer_, Actor::enter(setting_.base_url, demo::tenderer().id, demo::tenderer().name, "tenderer"));
    return ok();
}

Status Play::publish() {
    TRY(seat_officers());
    const Bytes document = tender_document(project_);
    TRY(tenderer_->api().post_bytes("/api/documents", "application/pdf", document));
    TRY_ASSIGN(const Json centre, tenderer_->api().get("/api/centre"));
    TRY_ASSIGN(const Instant now, Instant::parse(text_of(centre, "now")));
    NoticeSetting setting;
    setting.log_key = text_of(centre, "log_key");
    setting.log_policy = text_of(centre, "log_policy");
    setting.issue_from = now;
    setting.deadline = now.plus_milliseconds(setting_.submission_milliseconds);
    setting.release_window_milliseconds = setting_.window_milliseconds;
    if (human("supervisor")) setting.supervisor = tender::Party{setting_.human.id, setting_.human.name};
    setting.two_envelopes = setting_.two_envelopes;
    setting.documents = {{"招标文件.pdf", crypto::sha256(document), document.size(), "application/pdf"}};
    notice_ = make_notice(project_, setting);
    if (officers_) TRY(officers_->pin(notice_));
    lot_ = LotId(cli::random_bytes<16>());
    LotReference reference;
    reference.lot = lot_;
    TRY_ASSIGN(const std::string jws,
               tenderer_->sign(tender::write_notice(tenderer_->envelope("publish", reference), notice_), "publish"));
    TRY(tenderer_->api().post("/api/lots", jws));
    TRY(notes_.note_lot(lot_));
    say("招标人发布 " + std::string(project_.name_zh) + std::string("，投标截止 ") + setting.deadline.local_text() +
        "  | published, deadline " + setting.deadline.text());
    return ok();
}

Status Play::submit_whole(Bidding& bidding) {
    TRY(submit_one(bidding, tender::first_envelope));
    return two_envelopes() ? submit_one(bidding, tender::price_envelope) : ok();
}

Status Play::submit_one(Bidding& bidding, int envelope) {
    Sent& sent = bidding.of(envelope);
    const Offer offer = envelope_of(bidding.offer, envelope, tender::envelopes_of(notice_));
    TRY_ASSIGN(const LotReference reference, bidding.actor.look_at(lot_));
    client::SealingContext context;
    context.envelope = bidding.actor.envelope("submit", reference);
    context.policy = notice_.policy;
    context.panel = notice_.panel;
    context.bid_envelope = envelope;
    context.number = sent.manifest ? 2 : 1;
    context.replaces = sent.manifest;
    client::MemoryStage stage;
    TRY_ASSIGN(client::SealedBid sealed, client::seal_bid(context, offer.sheet, offer.volumes, stage));
    TRY_ASSIGN(const std::string jws, bidding.actor.identity().sign(sealed.payload, "submit"));
    if (sealed.secrets) TRY(notes_.note_secrets(bidding.actor.id(), *sealed.secrets));
    TRY_ASSIGN(const Json answer, client::submit_bid(bidding.actor.api(), lot_, sealed.parts, jws, stage));
    TRY_ASSIGN(sent.bid, BidId::parse(text_of(answer, "bid")));
    const Json* receipt = answer.find("receipt");
    if (receipt == nullptr) return Error(ErrorCode::json_member_missing, "/receipt");
    sent.receipt = codec::dump_canonical(*receipt);
    sent.manifest = crypto::sha256(as_bytes(sealed.payload));
    const std::string_view which = !two_envelopes() ? "" : offer.sheet.price ? "报价信封 " : "技术信封 ";
    say(bidding.actor.name() + " 加密递交 " + std::string(which) + std::to_string(sealed.parts.size()) +
        " 个密文分卷（" + std::to_string(stage.size() / 1024) + " KiB），第 " + std::to_string(context.number) +
        " 次，取得回执  | sealed, submitted, receipt in hand");
    return ok();
}

Result<bool> Play::recall(Bidding& bidding) {
    TRY_ASSIGN(const Json own, bidding.actor.api().get(place() + "/my"));
    const Json* price = own.find("price_bid");
    bool all = true;
    for (int envelope = 1; envelope <= tender::envelopes_of(notice_); ++envelope) {
        const Json& sent = envelope == tender::price_envelope && price != nullptr ? *price : own;
        const std::string bid = sent.as_object() == nullptr ? std::string() : text_of(sent, "bid");
        all = all && !bid.empty();
        if (bid.empty()) continue;
        TRY_ASSIGN(bidding.of(envelope).bid, BidId::parse(bid));
        bidding.of(envelope).receipt = codec::dump_canonical(*sent.find("receipt"));
    }
    return all;
}

Status Play::submit_all() {
    bool recalled = false;
    for (std::size_t i = 0; i < setting_.bidders && i < bidders().size(); ++i) {
        const Company& company = bidders()[i];
        TRY_ASSIGN(Actor actor, Actor::enter(setting_.base_url, company.id, company.name, "bidder"));
        Offer offer = make_offer(project_, company, dice_, setting_.volumes);
        Bidding bidding{std::move(actor), std::move(offer), {}};
        TRY_ASSIGN(const bool before, recall(bidding));
        recalled = recalled || before;
        if (!before) {
            TRY_ASSIGN(const std::string now, phase());
            if (now != "published") continue;
            const Status submitted = submit_whole(bidding);
            // Whoever has bid by then releases; who is late does not bid.
            if (!submitted.ok() && submitted.error().code == ErrorCode::deadline_passed) break;
            TRY(submitted);
            pause();
        }
        biddings_.push_back(std::move(bidding));
    }
    if (recalled || biddings_.empty()) return ok();
    Bidding& second = biddings_[biddings_.size() > 1 ? 1 : 0];
    TRY_ASSIGN(second.offer.sheet.price, second.offer.sheet.price->minus(Money::from_fen(1'000'000)));
    say(second.actor.name() + " 改主意，降价一万元重新递交  | replaces its bid");
    const Status replaced = submit_one(second, tender::envelopes_of(notice_));
    return !replaced.ok() && replaced.error().code == ErrorCode::deadline_passed ? ok() : replaced;
}

Result<bool> Play::may_release(Bidding& bidding) {
    if (envelope_ == tender::first_envelope) return true;
    TRY_ASSIGN(const LotReference lot, watcher().look_at(lot_));
    const Json* technical = lot.view.find("technical");
    const Json* passing = technical == nullptr ? nullptr : technical->find("passing");
    if (passing == nullptr || passing->as_array() == nullptr) return false;
    const Json own(bidding.of(tender::first_envelope).bid.text());
    return std::find(passing->as_array()->begin(), passing->as_array()->end(), own) != passing->as_array()->end();
}

Status Play::release_one(Bidding& bidding) {
    TRY_ASSIGN(const bool passed, may_release(bidding));
    if (!passed) return ok();
    const BidId& bid = bidding.of(envelope_).bid;
    for (const seal::OpeningSecrets& secrets : notes_.secrets_of(bidding.actor.id())) {
        const auto released =
            when_resumed([&] { return client::release_bid(bidding.actor.api(), lot_, bid, secrets); });
        if (released.ok()) {
            say(bidding.actor.name() + " 已解密  | released");
            return ok();
        }
        if (released.error().code != ErrorCode::lock_secret_mismatch) return released.error();
    }
    return Error(ErrorCode::lock_secret_mismatch, bid.text());
}

Status Play::release_all() {
    TRY_ASSIGN(const bool opening, is_at("opening"));
    if (!opening || !seal::needs_bidder(notice_.policy)) return ok();
    for (Bidding& bidding : biddings_) {
        const Status released = release_one(bidding);
        // Bots that come back late find the window closed; the tender goes on without their bids.
        if (!released.ok() && released.error().code == ErrorCode::release_window_closed) return ok();
        TRY(released);
        pause();
    }
    return ok();
}

Status Play::seat_officers() {
    if (!seal::needs_officers(setting_.policy)) return ok();
    std::shared_ptr<const PanelSeats> panel = setting_.panel;
    if (!panel) {
        TRY_ASSIGN(panel, make_panel_seats());
    }
    TRY_ASSIGN(officers_, Officers::enter(setting_.base_url, std::move(panel)));
    say("三位见证人共同生成密钥，任意两位到场方可开启  | three officers made a key together: a bid opens only with any "
        "two of them");
    return ok();
}

Status Play::release_by_officers(seal::PartClass part_class) {
    if (!officers_) return ok();
    const bool sheets = part_class == seal::PartClass::sheet;
    if (sheets) TRY(wait_for_phase("window_closed", notice_.release_window_milliseconds + 60'000));
    for (std::size_t i = 0; i < Officers::threshold; ++i) {
        TRY_ASSIGN(const bool due, is_at(sheets ? "window_closed" : "announced"));
        if (!due) return ok();
        TRY(when_resumed([&] { return officers_->release(i, lot_, part_class); }));
        say("见证人 " + officers_->name_of(i) + (sheets ? " 核对后释放" : " 释放各分卷") +
            (sheets ? "  | an officer looked and released" : "  | an officer released the volumes"));
        pause();
    }
    return ok();
}

Status Play::open_and_release() {
    const bool first = envelope_ == tender::first_envelope;
    const std::string_view before = first ? "closed" : "qualified";
    TRY(wait_for_phase(before, setting_.submission_milliseconds + 60'000));
    if (first) say("投标截止，投标集合冻结，日志记录全部投标流的头  | closed: the set of bids is frozen");
    TRY_ASSIGN(const LotReference lot, watcher().look_at(lot_));
    if (lot.phase == "failed") return Error(ErrorCode::too_few_bidders, lot_.text());
    if (is_at(lot, before)) {
        TRY(act(*tenderer_, "open",
                [](const sign::CommandEnvelope& envelope) { return sign::write_envelope(envelope); }));
    }
    say(first ? "招标人宣布开标，各投标人解密  | opening started, bidders release"
              : "招标人宣布开启报价信封  | the opening of the prices started, those who passed release");
    TRY(release_all());
    TRY(release_by_officers(seal::PartClass::sheet));
    TRY(wait_for_phase("announced", setting_.window_milliseconds + 60'000));
    TRY_ASSIGN(const Json board, tenderer_->api().get(place() + "/board"));
    for (const std::string& line : tell_announcement(board, two_envelopes() && first)) say(line);
    return ok();
}

Result<std::vector<BidId>> Play::opened_bids() {
    TRY_ASSIGN(const Json board, watcher().api().get(place() + "/board"));
    std::vector<BidId> bids;
    const Json* rows = board.find("rows");
    if (rows == nullptr || rows->as_array() == nullptr) return Error(ErrorCode::json_member_missing, "/rows");
    for (const Json& row : *rows->as_array()) {
        if (text_of(row, "state") != "opened") continue;
        // Of two envelopes the first has no price, and everything in it is scored.
        const auto price = Money::parse_yuan(text_of(row, "price"));
        if (!two_envelopes() && (!price.ok() || (notice_.ceiling && *price > *notice_.ceiling))) continue;
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
    TRY_ASSIGN(const LotReference lot, tenderer_->look_at(lot_));
    if (const Json* appointed = lot.view.find("committee"); appointed != nullptr && appointed->as_array() != nullptr)
        return ok();
    TRY(act(*tenderer_, "appoint",
            [&](const sign::CommandEnvelope& envelope) { return tender::write_committee(envelope, members); }));
    say("组建评标委员会 " + std::to_string(members.size()) +
        " 人，名单保密至结果公布  | committee appointed, secret until the result");
    return ok();
}

Result<bool> Play::score(Actor& expert, const std::vector<BidId>& bids) {
    const std::vector<score::Cell> cells = make_cells(notice_.method, bids, dice_);
    const auto scored = expert.act(
        lot_, "score", [&](const sign::CommandEnvelope& envelope) { return tender::write_cells(envelope, cells); });
    if (scored.ok()) say("专家 " + expert.name() + " 签署评分表  | score sheet signed");
    if (scored.ok() || scored.error().code == ErrorCode::score_sheet_signed) return true;
    // The committee is secret: a bot learns that it is on it when its sheet is taken.
    if (scored.error().code == ErrorCode::expert_not_on_committee || scored.error().code == ErrorCode::lot_suspended)
        return false;
    return scored.error();
}

Status Play::score_all() {
    TRY_ASSIGN(const LotReference lot, watcher().look_at(lot_));
    if (lot.phase == "evaluated" || lot.envelope == tender::price_envelope) return ok();
    TRY(release_by_officers(seal::PartClass::volumes));
    return score_as_appointed(experts_);
}

Status Play::adopt(const LotId& lot) {
    lot_ = lot;
    TRY_ASSIGN(reader_, Actor::enter(setting_.base_url, bidders()[0].id, bidders()[0].name, "bidder"));
    TRY_ASSIGN(const Json tender, client::fetch_tender(reader_->api(), lot));
    const Json* events = tender.find("events");
    if (events->as_array() == nullptr || events->as_array()->empty()) return Error(ErrorCode::lot_unknown, lot.text());
    TRY_ASSIGN(const log::StoredEvent stored, log::event_from_json(events->as_array()->front(), "/events/0"));
    TRY_ASSIGN(const tender::Event event, tender::decode_event(stored));
    const auto* published = std::get_if<tender::LotPublished>(&event.payload);
    if (published == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
    notice_ = published->notice;
    if (notice_.ceiling) project_.ceiling_yuan = notice_.ceiling->fen() / 100;
    const bool known = setting_.panel && notice_.panel && notice_.panel->id == setting_.panel->id();
    if (known) {
        TRY_ASSIGN(officers_, Officers::enter(setting_.base_url, setting_.panel));
    }
    return ok();
}

Status Play::release_when_opened() {
    TRY_ASSIGN(const LotReference lot, watcher().look_at(lot_));
    const std::int64_t until_deadline = lot.deadline.milliseconds() - lot.now.milliseconds();
    TRY(wait_for_phase("opening", std::max<std::int64_t>(until_deadline, 0) + setting_.patience_milliseconds));
    TRY(release_all());
    return release_by_officers(seal::PartClass::sheet);
}

Status Play::release_prices_when_opened() {
    if (!two_envelopes()) return ok();
    envelope_ = tender::price_envelope;
    TRY(wait_for_phase("opening", setting_.patience_milliseconds));
    TRY(release_all());
    TRY(release_by_officers(seal::PartClass::sheet));
    TRY(wait_for_phase("announced", setting_.patience_milliseconds));
    return release_by_officers(seal::PartClass::volumes);
}

Status Play::score_as_appointed(std::vector<Actor>& bots) {
    TRY_ASSIGN(const std::vector<BidId> bids, opened_bids());
    std::vector<bool> done(bots.size());
    return wait_for(
        [&](const LotReference& lot) -> Result<bool> {
            // Bots that come back late find the scores signed, and the prices perhaps opening.
            if (!is_at(lot, "announced")) return true;
            for (std::size_t i = 0; i < bots.size() && !lot.suspended; ++i) {
                if (done[i]) continue;
                TRY_ASSIGN(done[i], score(bots[i], bids));
                if (done[i]) pause();
            }
            return std::find(done.begin(), done.end(), false) == done.end();
        },
        setting_.patience_milliseconds, 10 * poll_interval);
}

Status Play::score_when_appointed() {
    TRY(wait_for_phase("announced", setting_.patience_milliseconds));
    TRY(release_by_officers(seal::PartClass::volumes));
    std::vector<tender::Member> members;
    TRY_ASSIGN(std::vector<Actor> bots, enter_experts(members));
    return score_as_appointed(bots);
}

void Play::say_bidders(const Json& computed, std::string_view list, std::string_view title) const {
    const Json* outcome = computed.find("outcome");
    const Json* items = outcome == nullptr ? nullptr : outcome->find(list);
    if (items == nullptr || items->as_array() == nullptr) return;
    for (std::size_t i = 0; i < items->as_array()->size(); ++i) {
        const std::string* bid = (*items->as_array())[i].as_string();
        std::string name = bid == nullptr ? std::string() : *bid;
        for (const Bidding& bidding : biddings_)
            if (bidding.sent[0].bid.text() == name) name = bidding.actor.name();
        say("    " + std::to_string(i + 1) + "  " + name + "  " + std::string(title));
    }
}

Status Play::sign_outcome(const Signing& signing) {
    Json computed;
    const auto ready = [&](const LotReference& lot) -> Result<bool> {
        if (rank_of(lot.phase, lot.envelope) >= rank_of(signing.done, tender::price_envelope)) return true;
        auto answer = tenderer_->api().get(place() + "/outcome");
        if (!answer.ok() && answer.error().code == ErrorCode::scores_incomplete && human("expert")) return false;
        TRY_ASSIGN(computed, std::move(answer));
        return true;
    };
    TRY(wait_for(ready, setting_.patience_milliseconds, 5 * poll_interval));
    if (computed.is_null()) return ok();
    TRY_ASSIGN(const Digest digest, codec::decode_digest(text_of(computed, "digest")));
    TRY(act(*tenderer_, signing.purpose,
            [&](const sign::CommandEnvelope& envelope) { return tender::write_result(envelope, digest); }));
    say(std::string(signing.told));
    say_bidders(computed, signing.list, signing.title);
    return ok();
}

/// Then the play goes on with the prices.
Status Play::qualify() {
    TRY(sign_outcome({tender::purpose::qualify, "qualified",
                      "招标人核对并签署技术评审结果，入围者：  | who passed was recomputed and signed:", "passing",
                      "入围 passed"}));
    envelope_ = tender::price_envelope;
    return ok();
}

Status Play::sign_result() {
    return sign_outcome({tender::purpose::result, "evaluated",
                         "招标人核对并签署评标结果  | result recomputed and signed:", "candidates",
                         "中标候选人 candidate"});
}

Result<PlayResult> Play::finish() {
    PlayResult result;
    result.lot = lot_;
    TRY_ASSIGN(result.bundle, tenderer_->api().get_bytes(place() + "/bundle"));
    for (const Bidding& bidding : biddings_) {
        result.receipts.emplace_back(bidding.actor.name(), bidding.sent[0].receipt);
        if (two_envelopes()) result.receipts.emplace_back(bidding.actor.name() + " 2", bidding.sent[1].receipt);
    }
    return result;
}

} // namespace

Result<PlayResult> play_tender(const PlaySetting& setting, const ProjectIdea& project, Notebook& notes,
                               const std::function<void(const LotId&)>& published) {
    Play play(setting, project, notes);
    TRY(play.enter_tenderer());
    if (notes.lot()) {
        TRY(play.adopt(*notes.lot()));
    } else {
        TRY(play.publish());
    }
    if (published) published(play.lot());
    TRY(play.submit_all());
    TRY(play.appoint());
    TRY(play.open_and_release());
    TRY(play.score_all());
    if (play.two_envelopes()) {
        TRY(play.qualify());
        TRY(play.open_and_release());
    }
    TRY(play.sign_result());
    return play.finish();
}

Status join_tender(const PlaySetting& setting, const LotId& lot, Notebook& notes) {
    Play play(setting, projects()[0], notes);
    TRY(play.adopt(lot));
    TRY(play.submit_all());
    TRY(play.release_when_opened());
    TRY(play.score_when_appointed());
    return play.release_prices_when_opened();
}

} // namespace kaibiao::demo
