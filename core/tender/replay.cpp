#include "replay.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/decide.h"
#include "kaibiao/tender/periods.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

template <typename Type> const SignedAct* act_in(const Payload& payload) {
    const Type* event = std::get_if<Type>(&payload);
    return event != nullptr ? &event->act : nullptr;
}

template <typename... Types> const SignedAct* first_act(const Payload& payload) {
    const SignedAct* found = nullptr;
    ((found = found != nullptr ? found : act_in<Types>(payload)), ...);
    return found;
}

/// What a reader counts: at the close the bids frozen, at the announcement the sheets opened.
std::uint64_t items_of(const Payload& payload) {
    if (const auto* closed = std::get_if<LotClosed>(&payload)) return closed->heads.size();
    if (const auto* announced = std::get_if<LotAnnounced>(&payload))
        return static_cast<std::uint64_t>(
            std::count_if(announced->bids.begin(), announced->bids.end(), [](const AnnouncedBid& bid) {
                return bid.state == BidOpening::opened || bid.state == BidOpening::failed;
            }));
    return std::holds_alternative<LotQualified>(payload) ? 0 : 1; // of the scores the sheets alone are counted
}

} // namespace

const SignedAct* act_of(const Payload& payload) {
    return first_act<LotPublished, LotClarified, BidSubmitted, BidWithdrawn, LotSuspended, LotResumed, OpeningStarted,
                     CommitteeAppointed, ExpertScored, LotResult, LotQualified, ReleaseExcused, OfficerReleased>(
        payload);
}

std::string_view purpose_of(EventType type) {
    switch (type) {
    case EventType::lot_published: return purpose::publish;
    case EventType::lot_clarified: return purpose::clarify;
    case EventType::bid_submitted: return purpose::submit;
    case EventType::bid_withdrawn: return purpose::withdraw;
    case EventType::lot_suspended: return purpose::suspend;
    case EventType::lot_resumed: return purpose::resume;
    case EventType::lot_opening_started: return purpose::open;
    case EventType::lot_release_excused: return purpose::excuse;
    case EventType::committee_appointed: return purpose::appoint;
    case EventType::expert_scored: return purpose::score;
    case EventType::lot_qualified: return purpose::qualify;
    case EventType::lot_result: return purpose::result;
    case EventType::officer_sheets_released:
    case EventType::officer_volumes_released: return purpose::release;
    default: return {};
    }
}

Replay::Replay(const ReplayInput& input, std::vector<ReplayStream> streams, Findings& findings)
    : input_(input), streams_(std::move(streams)), findings_(findings) {
    lot_.lot = input_.lot;
    for (ReplayStream& stream : streams_) stream.bid.stream = stream.stream;
}

void Replay::run() {
    for (std::size_t i = 0; i < streams_[0].events.size(); ++i) {
        replay_lot_event(streams_[0].events[i]);
        if (lot_.phase == Phase::published) replay_bids_under(i);
    }
    if (half_release_)
        findings_.fail(CheckKind::decisions,
                       at_event(Error(ErrorCode::decision_mismatch, {}, "half a release"), *half_release_));
    report_unreached_bids();
}

Context Replay::context_at(Instant stamp) const {
    const bool trial = profile_.use == ProfileUse::trial;
    return {input_.centre, input_.origin, trial ? CentreMode::trial : CentreMode::production, stamp};
}

Result<const RevocationLists*> Replay::named_lists(const std::vector<Digest>& names) {
    const auto known = named_.find(names);
    if (known != named_.end()) return &known->second;
    RevocationLists lists;
    for (const Digest& name : names) {
        const auto found = input_.crls.find(name);
        if (found == input_.crls.end()) return Error(ErrorCode::crl_missing, {}, codec::encode_hex(name));
        lists.push_back(found->second);
    }
    return &named_.emplace(names, std::move(lists)).first->second;
}

Result<VerifiedCommand> Replay::verify_act(const Event& event, const SignedAct& act) {
    TRY_ASSIGN(const RevocationLists* lists, named_lists(act.crls));
    const std::string jws = codec::dump_canonical(act.jws);
    return verify_command(as_bytes(jws), purpose_of(event.type), &input_.lot, context_at(event.header.stamp),
                          judge_with(*lists));
}

ChainJudge Replay::judge_with(const RevocationLists& lists) const {
    return judge_by({input_.roots, lists, milliseconds_of(profile_.rule(RuleKey::crl_grace))});
}

Result<std::vector<VerifiedCommand>> Replay::verify_seats_again(const Event& event, const LotPublished& published) {
    std::vector<VerifiedCommand> seats;
    for (const SignedAct& act : published.seats) {
        TRY_ASSIGN(const RevocationLists* lists, named_lists(act.crls));
        const std::string jws = codec::dump_canonical(act.jws);
        TRY_ASSIGN(VerifiedCommand seat,
                   verify_seat(as_bytes(jws), context_at(event.header.stamp), judge_with(*lists)));
        seats.push_back(std::move(seat));
    }
    return seats;
}

void Replay::check_repetition_of(const Event& event, const SignedAct& act) {
    if (commands_.emplace(key_of(act), act.payload_digest).second) return;
    findings_.fail(CheckKind::decisions, at_event(Error(ErrorCode::command_id_reused), event.header));
}

void Replay::compare(const ReplayEvent& recorded, const Result<DecidedEvent>& decided) {
    const Event& event = recorded.event;
    const CheckKind kind = kind_of_decision(event.type);
    findings_.count(CheckKind::decisions);
    findings_.count(kind, kind == CheckKind::decisions ? 0 : items_of(event.payload));
    if (!decided.ok()) return findings_.fail(kind, at_event(decided.error(), event.header));
    const bool same = decided->stream == event.header.stream && decided->type == event.header.type &&
                      decided->version == event.header.version && decided->stamp == event.header.stamp &&
                      decided->payload == recorded.stored->payload->bytes;
    if (!same) findings_.fail(kind, at_event(Error(ErrorCode::decision_mismatch), event.header));
}

Result<DecidedEvent> Replay::decide_signed(const Event& event, const VerifiedCommand& command) {
    const Context context = context_at(event.header.stamp);
    if (const auto* published = std::get_if<LotPublished>(&event.payload)) {
        TRY_ASSIGN(const std::vector<VerifiedCommand> seats, verify_seats_again(event, *published));
        return decide_publish(lot_, command, profile_, seats, context);
    }
    if (std::holds_alternative<OfficerReleased>(event.payload))
        return decide_officer_release(lot_, bid_states(), command, context);
    return decide(lot_, command, context);
}

/// The centre's own acts, and releases.
Result<DecidedEvent> Replay::decide_again(const ReplayEvent& recorded) {
    const Context context = context_at(recorded.event.header.stamp);
    const Payload& payload = recorded.event.payload;
    if (const auto* sheet = std::get_if<SheetReleased>(&payload)) {
        const BidState* bid = find_bid(sheet->bid);
        if (bid == nullptr) return Error(ErrorCode::bid_unknown, {}, sheet->bid.text());
        return decide_sheet_released(lot_, *bid, sheet->b, context);
    }
    if (const auto* volumes = std::get_if<VolumesReleased>(&payload)) {
        const BidState* bid = find_bid(volumes->bid);
        if (bid == nullptr) return Error(ErrorCode::bid_unknown, {}, volumes->bid.text());
        return decide_volumes_released(lot_, *bid, volumes->b, context);
    }
    const std::vector<BidState> bids = bid_states();
    if (recorded.event.type == EventType::lot_closed) return decide_close(lot_, standings_of(bids), context);
    if (recorded.event.type == EventType::lot_window_closed) return decide_close_window(lot_, bids, context);
    const PartSource sheets = [this](const Digest& root) {
        const auto found = input_.sheets.find(root);
        return found == input_.sheets.end() ? std::optional<Bytes>() : std::optional<Bytes>(found->second);
    };
    return decide_announce(lot_, bids, sheets, context);
}

Status Replay::check_counting(const LotClosed& closed) const {
    const bool two = envelopes_of(lot_.publication->notice) == 2;
    std::int64_t counting = 0;
    for (const FrozenHead& head : closed.heads) {
        if (head.counts.has_value() != two) return Error(ErrorCode::decision_mismatch, "/heads");
        counting += head.counts.value_or(false) ? 1 : 0;
    }
    return !two || counting == 2 * closed.bids ? ok() : Status(Error(ErrorCode::decision_mismatch, "/bids"));
}

Status Replay::check_centre_act(const Event& event) const {
    if (const auto* closed = std::get_if<LotClosed>(&event.payload)) {
        TRY(check_phase(lot_, {Phase::published}));
        if (event.header.stamp < lot_.publication->deadline) return too_early(lot_);
        TRY(check_counting(*closed));
        const bool few = closed->bids < lot_.publication->profile.rule(RuleKey::bidders_minimum).value;
        const bool listed = static_cast<std::size_t>(closed->bids) <= closed->heads.size();
        if (few != (closed->verdict == CloseVerdict::too_few_bidders) || !listed)
            return Error(ErrorCode::decision_mismatch);
        return ok();
    }
    if (event.type == EventType::lot_announced) return check_phase(lot_, {Phase::window_closed});
    return check_phase(lot_, {Phase::opening});
}

Status Replay::check_officer_act(const VerifiedCommand& command, seal::PartClass part_class) const {
    TRY(check_lot_command(lot_, command, Actor::officer, WhileSuspended::refused));
    return check_officer_time(lot_, part_class);
}

std::optional<Status> Replay::check_without_facts(const Event& event, const VerifiedCommand& command) const {
    const auto* released = std::get_if<OfficerReleased>(&event.payload);
    if (released != nullptr && input_.evidence == Evidence::lot_only)
        return check_officer_act(command, released->release.part_class);
    const auto* qualified = std::get_if<LotQualified>(&event.payload);
    if (qualified != nullptr && scores_withheld_) return check_qualified(lot_, command, *qualified);
    return std::nullopt;
}

bool Replay::has_facts_of(EventType type) const {
    if (input_.evidence == Evidence::lot_only) return false;
    // The second of two openings, as those see it who are no officers: its releases come with its announcement.
    return type != EventType::lot_window_closed || !releases_withheld_;
}

void Replay::check_withheld_place(const Event& event) {
    if (event.type == EventType::officer_volumes_released)
        check_shown(event, check_officer_time(lot_, seal::PartClass::volumes));
}

void Replay::note_withheld(const Event& event) {
    if (event.type == EventType::lot_qualified) releases_withheld_ = false;
    if (!std::holds_alternative<Erased>(event.payload)) return;
    if (event.type == EventType::expert_scored || event.type == EventType::committee_appointed) scores_withheld_ = true;
    if (event.type == EventType::bid_sheet_released) releases_withheld_ = true;
}

void Replay::check_shown(const Event& event, const Status& held) {
    if (!held.ok()) findings_.fail(kind_of_decision(event.type), at_event(held.error(), event.header));
}

void Replay::check_place(const Event& event) {
    const auto fail = [&](const char* why) {
        findings_.fail(CheckKind::decisions, at_event(Error(ErrorCode::decision_mismatch, {}, why), event.header));
    };
    if (lot_.head.count > 0 && event.header.stamp < lot_.head.stamp) fail("the stamp goes back");
    const bool second = event.type == EventType::bid_volumes_released;
    if (second != half_release_.has_value()) fail("half a release");
    if (second && half_release_ && half_release_->stamp != event.header.stamp) fail("a release has one stamp");
    half_release_.reset();
    if (event.type == EventType::bid_sheet_released) half_release_ = event.header;
}

void Replay::replay_lot_event(const ReplayEvent& recorded) {
    const Event& event = recorded.event;
    check_place(event);
    if (const auto* published = std::get_if<LotPublished>(&event.payload)) profile_ = published->profile;
    if (const SignedAct* act = act_of(event.payload)) {
        findings_.count(CheckKind::signatures);
        check_repetition_of(event, *act);
        const Result<VerifiedCommand> command = verify_act(event, *act);
        if (!command.ok())
            findings_.fail(CheckKind::signatures, at_event(command.error(), event.header));
        else if (const auto shown = check_without_facts(event, *command))
            check_shown(event, *shown);
        else
            compare(recorded, decide_signed(event, *command));
    } else if (!std::holds_alternative<Erased>(event.payload)) {
        if (has_facts_of(event.type)) {
            compare(recorded, decide_again(recorded));
        } else {
            check_shown(event, check_centre_act(event));
        }
    }
    if (std::holds_alternative<Erased>(event.payload)) check_withheld_place(event);
    note_withheld(event);
    apply(lot_, event);
    findings_.did_work();
}

} // namespace kaibiao::tender
