#include "kaibiao/tender/evaluation.h"

#include "event_writing.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/periods.h"
#include "method_members.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

constexpr std::string_view chair_name = "chair";

codec::Json write_member(const Member& member) {
    codec::Json out = write_party(member.person).set("kind", member_kind_name(member.kind));
    if (member.role == score::SheetRole::chair) out.set("role", chair_name);
    if (!member.group.text().empty()) out.set("group", member.group.text());
    return out;
}

/// Both are absent in most committees, and in all that older versions wrote.
Status read_seat(codec::ObjectReader& reader, Member& member) {
    if (reader.has("role")) {
        TRY_ASSIGN(const std::string role, reader.string("role"));
        if (role != chair_name) return Error(ErrorCode::command_malformed, reader.place_of("role"));
        member.role = score::SheetRole::chair;
    }
    if (reader.has("group")) {
        TRY_ASSIGN(member.group, read_key<score::GroupKey>(reader, "group"));
    }
    return ok();
}

Result<Member> read_member(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    Member member;
    TRY_ASSIGN(member.person.id, reader.string("id", longest_party_id));
    TRY_ASSIGN(member.person.name, reader.string("name", longest_name));
    TRY_ASSIGN(const std::string kind, reader.string("kind"));
    TRY(read_seat(reader, member));
    TRY(reader.finish());
    if (member.person.id.empty() || member.person.name.empty()) return Error(ErrorCode::length_wrong, place);
    if (kind == member_kind_name(MemberKind::expert))
        member.kind = MemberKind::expert;
    else if (kind == member_kind_name(MemberKind::tenderer))
        member.kind = MemberKind::tenderer;
    else
        return Error(ErrorCode::command_malformed, reader.place_of("kind"));
    return member;
}

Error wrong(std::size_t index, std::string_view reason) {
    return Error(ErrorCode::committee_wrong, numbered("/members/", index), std::string(reason));
}

/// What the method makes of a member beside the scores.
Status check_seat(const score::Method& method, const std::vector<Member>& members, std::size_t index) {
    const Member& member = members[index];
    const bool chair = member.role == score::SheetRole::chair;
    if (chair && method.gate_tie != score::GateTie::chair) return wrong(index, "the method gives no casting vote");
    if (chair && member.kind != MemberKind::expert) return wrong(index, "the chair is an expert");
    if (!member.group.text().empty() && method.aggregation.kind != score::AggregationKind::weighted_mean)
        return wrong(index, "the method gives groups no weight");
    return ok();
}

Status check_seats(const score::Method& method, const std::vector<Member>& members) {
    std::vector<score::ScoreSheet> seats;
    for (std::size_t i = 0; i < members.size(); ++i) {
        TRY(check_seat(method, members, i));
        seats.push_back({members[i].person.id, {}, members[i].group, members[i].role});
    }
    const Status checked = score::check_seats(method, seats);
    if (checked) return ok();
    const std::string below = checked.error().place.substr(std::string_view("/sheets").size());
    return Error(checked.error().code, "/members" + below, checked.error().detail);
}

Status check_members(const LotState& lot, const std::vector<Member>& members) {
    std::set<std::string> ids;
    CommitteeSize size;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Member& member = members[i];
        if (!ids.insert(member.person.id).second) return wrong(i, "named twice");
        if (member.person.id == lot.publication->notice.supervisor.id) return wrong(i, "the supervisor");
        if (member.kind == MemberKind::expert && member.person.id == lot.publication->notice.tenderer.id)
            return wrong(i, "the tenderer is no expert");
        if (is_announced_bidder(lot, member.person.id)) return wrong(i, "a bidder");
        ++size.members;
        if (member.kind == MemberKind::expert) ++size.experts;
    }
    TRY(check_committee_size(lot.publication->profile, size));
    return check_seats(lot.publication->notice.method, members);
}

score::BidStanding standing_of(BidOpening opening) {
    switch (opening) {
    case BidOpening::opened: return score::BidStanding::admitted;
    case BidOpening::revoked: return score::BidStanding::revoked;
    case BidOpening::withdrawn: return score::BidStanding::withdrawn;
    case BidOpening::failed:
    case BidOpening::unopened: return score::BidStanding::excluded;
    }
    std::abort();
}

/// A price that is not opened because its bidder did not pass is rejected for that.
score::BidStanding price_standing_of(BidOpening opening) {
    return opening == BidOpening::unopened ? score::BidStanding::admitted : standing_of(opening);
}

/// `first`: what became of the bid itself; `offer`: with the price of another envelope.
score::BidInput input_of(const AnnouncedBid& first, const AnnouncedBid& offer) {
    score::BidInput input;
    input.bid = first.bid;
    if (offer.state == BidOpening::opened && offer.sheet) input.price = offer.sheet->price.value_or(Money());
    input.standing = standing_of(first.state);
    if (first.state == BidOpening::opened) input.price_standing = price_standing_of(offer.state);
    return input;
}

/// With two envelopes scores are for the technical ones, and are given before any price is open.
Status check_scoring_time(const LotState& lot) {
    TRY(check_phase(lot, {Phase::announced}));
    if (lot.technical) return Error(ErrorCode::command_not_allowed_now, {}, "the technical envelopes were judged");
    return ok();
}

} // namespace

bool is_announced_bidder(const LotState& lot, std::string_view id) {
    const std::span<const AnnouncedBid> rows = announced_bidders(lot);
    return std::any_of(rows.begin(), rows.end(), [id](const AnnouncedBid& row) { return row.bidder.id == id; });
}

std::string_view member_kind_name(MemberKind kind) { return kind == MemberKind::expert ? "expert" : "tenderer"; }

Result<std::vector<Member>> read_committee(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    TRY_ASSIGN(const codec::Json::Array* items, reader.array("members", most_members));
    std::vector<Member> members;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(Member member, read_member((*items)[i], numbered("/members/", i)));
        members.push_back(std::move(member));
    }
    TRY(reader.finish());
    return members;
}

codec::Json write_committee(const sign::CommandEnvelope& envelope, std::span<const Member> members) {
    codec::Json items = codec::Json::array();
    for (const Member& member : members) items.push(write_member(member));
    return sign::write_envelope(envelope).set("members", std::move(items));
}

Result<std::vector<score::Cell>> read_cells(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    TRY_ASSIGN(const codec::Json* items, reader.any("cells"));
    TRY_ASSIGN(std::vector<score::Cell> cells, decode_cells(*items, "/cells"));
    TRY(reader.finish());
    return cells;
}

codec::Json write_cells(const sign::CommandEnvelope& envelope, std::span<const score::Cell> cells) {
    return sign::write_envelope(envelope).set("cells", encode_cells(cells));
}

std::vector<score::ScoreSheet> EvaluationState::score_sheets() const {
    std::vector<score::ScoreSheet> out;
    out.reserve(sheets.size());
    for (const SignedSheet& signed_sheet : sheets) out.push_back(signed_sheet.sheet);
    return out;
}

const Member* EvaluationState::find(std::string_view id) const {
    for (const Member& member : committee)
        if (member.person.id == id) return &member;
    return nullptr;
}

bool EvaluationState::has_signed(std::string_view id) const {
    return std::any_of(sheets.begin(), sheets.end(),
                       [id](const SignedSheet& signed_sheet) { return signed_sheet.sheet.expert == id; });
}

std::vector<Member> EvaluationState::missing() const {
    std::vector<Member> missing;
    for (const Member& member : committee)
        if (!has_signed(member.person.id)) missing.push_back(member);
    return missing;
}

Result<DecidedEvent> decide_appoint(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::refused));
    TRY(check_phase(lot, {Phase::published, Phase::closed, Phase::opening, Phase::window_closed, Phase::announced}));
    if (!lot.evaluation.sheets.empty()) return Error(ErrorCode::command_not_allowed_now, {}, "a score sheet is signed");
    if (lot.technical) return Error(ErrorCode::command_not_allowed_now, {}, "the technical envelopes were judged");
    TRY_ASSIGN(const std::vector<Member> members, read_committee(command.payload()));
    TRY(check_members(lot, members));
    return decide_act(next_of(lot, EventType::committee_appointed, context), command);
}

Result<DecidedEvent> decide_score(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::expert, WhileSuspended::refused));
    TRY(check_scoring_time(lot));
    const std::string& expert = command.signer().id;
    if (lot.evaluation.find(expert) == nullptr || is_announced_bidder(lot, expert))
        return Error(ErrorCode::expert_not_on_committee);
    if (lot.evaluation.has_signed(expert)) return Error(ErrorCode::score_sheet_signed, expert);
    TRY_ASSIGN(std::vector<score::Cell> cells, read_cells(command.payload()));
    TRY(score::check_sheet(lot.publication->notice.method, bid_inputs(lot), {expert, std::move(cells)}));
    return decide_act(next_of(lot, EventType::expert_scored, context), command);
}

void apply_appointed(LotState& lot, const log::EventHeader&, const CommitteeAppointed& event) {
    lot.evaluation.committee = event.members;
}

void apply_scored(LotState& lot, const log::EventHeader& header, const ExpertScored& event) {
    score::ScoreSheet sheet{event.act.signer.id, event.cells};
    if (const Member* member = lot.evaluation.find(sheet.expert)) {
        sheet.group = member->group;
        sheet.role = member->role;
    }
    lot.evaluation.sheets.push_back({std::move(sheet), header.stamp});
}

std::vector<score::BidInput> bid_inputs(const LotState& lot) {
    const std::span<const AnnouncedBid> first = announced_bidders(lot);
    const std::vector<AnnouncedBid> offers = announced_offers(lot);
    std::vector<score::BidInput> inputs;
    for (std::size_t i = 0; i < first.size(); ++i) inputs.push_back(input_of(first[i], offers[i]));
    return inputs;
}

Status check_scores_complete(const LotState& lot) {
    if (!needs_committee(lot.publication->notice.method)) return ok();
    if (lot.evaluation.committee.empty()) return Error(ErrorCode::scores_incomplete, {}, "no committee");
    const std::vector<Member> missing = lot.evaluation.missing();
    if (missing.empty()) return ok();
    return Error(ErrorCode::scores_incomplete, {}, std::to_string(missing.size()) + " missing");
}

bool needs_committee(const score::Method& method) {
    return std::any_of(method.sections.begin(), method.sections.end(),
                       [](const score::Section& section) { return !section.criteria.empty(); });
}

} // namespace kaibiao::tender
