#include "usecase/lot_answer.h"

#include "kaibiao/tender/envelopes.h"
#include "usecase/json_text.h"

#include <algorithm>

namespace kaibiao::usecase {

namespace {

bool is_closed(const tender::LotState& lot) { return lot.closing.has_value(); }

/// The newest of this envelope, if there is one.
codec::Json own_bid(const writer::LotRecord& record, const http::Caller& caller, int envelope) {
    const tender::BidState* bid = record.newest_of(caller.person, envelope);
    if (caller.person.empty() || bid == nullptr || !bid->latest) return codec::Json();
    return codec::Json::object()
        .set("bid", bid->id().text())
        .set("number", bid->latest->manifest.number)
        .set("manifest_digest", hex(bid->latest->manifest_digest))
        .set("withdrawn", bid->withdrawn == tender::Withdrawn::yes)
        .set("at", instant(bid->latest->at));
}

/// The members of the committee are secret until the result. BL 37.
codec::Json committee(const tender::LotState& lot, Standing standing) {
    if (!may_see(lot, tender::EventType::committee_appointed, lot.phase, standing) || lot.evaluation.committee.empty())
        return codec::Json();
    codec::Json out = codec::Json::array();
    for (const tender::Member& member : lot.evaluation.committee)
        out.push(codec::Json::object()
                     .set("id", member.person.id)
                     .set("name", member.person.name)
                     .set("kind", tender::member_kind_name(member.kind))
                     .set("chair", member.role == score::SheetRole::chair)
                     .set("group", member.group.text().empty() ? codec::Json() : codec::Json(member.group.text()))
                     .set("signed", lot.evaluation.has_signed(member.person.id)));
    return out;
}

void set_publication(codec::Json& out, const tender::PublicationState& publication) {
    out.set("notice_digest", hex(publication.in_force))
        .set("profile", tender::write_profile(publication.profile))
        .set("deadline", instant(publication.deadline))
        .set("published_at", instant(publication.published_at));
}

void set_opening(codec::Json& out, const tender::LotState& lot) {
    const auto& opening = lot.opening;
    out.set("envelope", tender::current_envelope(lot));
    out.set("technical", lot.technical ? lot.technical->outcome : codec::Json());
    out.set("window_end", opening ? instant(opening->window_end) : codec::Json())
        .set("announced_at", opening ? instant_or_null(opening->announced_at) : codec::Json())
        .set("bids", is_closed(lot) ? codec::Json(lot.closing->bids) : codec::Json());
}

} // namespace

Standing standing_of(const tender::LotState& lot, const http::Caller& caller) {
    if (caller.person.empty() || !lot.publication) return {};
    const tender::Notice& notice = lot.publication->notice;
    const bool named = caller.person == notice.tenderer.id || caller.person == notice.supervisor.id ||
                       lot.evaluation.find(caller.person) != nullptr;
    // Whoever turns out to have bid reads no other's bid, whatever else they were named for.
    const bool inside = named && !tender::is_announced_bidder(lot, caller.person);
    return {inside, lot.publication->has_officer(caller.person)};
}

bool may_see(const tender::LotState& lot, tender::EventType type, tender::Phase phase, Standing standing) {
    // Nobody is led by the sheets of others.
    if (type == tender::EventType::expert_scored && !lot.evaluation.missing().empty()) return false;
    switch (tender::visibility(type, phase)) {
    case tender::Visibility::everyone: return true;
    case tender::Visibility::participants: return standing.participant;
    case tender::Visibility::openers: return standing.participant || standing.officer;
    case tender::Visibility::officers: return standing.officer;
    case tender::Visibility::withheld: return false;
    }
    std::abort();
}

bool may_see(const tender::LotState& lot, const log::StoredEvent& event, Standing standing) {
    const auto header = log::decode_event_header(event.header);
    const auto type = header.ok() ? tender::parse_event_type(header->type) : Result<tender::EventType>(header.error());
    return type.ok() && may_see(lot, *type, tender::phase_of(lot, header->stream, header->position), standing);
}

bool may_open(const tender::LotState& lot, const tender::BidState& bid, seal::PartClass part_class,
              const http::Caller& caller) {
    const tender::OpeningState* opening = tender::opening_of(lot, bid.envelope());
    if (!tender::takes_part(lot, bid) || opening == nullptr || !opening->announced_at) return false;
    return part_class == seal::PartClass::sheet || standing_of(lot, caller).participant ||
           (!caller.person.empty() && caller.person == bid.bidder.id);
}

codec::Json lot_summary(const store::LotRow& row) {
    return codec::Json::object()
        .set("lot", row.lot.text())
        .set("code", row.code)
        .set("title", tender::write_bilingual({row.title_zh, row.title_en}))
        .set("project", tender::write_bilingual({row.project_zh, row.project_en}))
        .set("tenderer", row.tenderer)
        .set("kind", row.kind)
        .set("region", row.region)
        .set("industry", row.industry)
        .set("phase", row.phase)
        .set("deadline", instant(row.deadline))
        .set("issue_from", instant(row.issue_from))
        .set("published_at", instant(row.published))
        .set("trial", row.trial)
        .set("suspended", row.suspended)
        .set("priced", row.priced);
}

codec::Json lot_answer(const writer::LotRecord& record, const http::Caller& caller, Instant now) {
    const tender::LotState& lot = record.lot;
    codec::Json out = codec::Json::object()
                          .set("lot", lot.lot.text())
                          .set("phase", tender::phase_name(lot.phase))
                          .set("suspended", lot.suspended())
                          .set("head", hex(lot.head.hash))
                          .set("now", instant(now))
                          .set("events_count", static_cast<std::int64_t>(lot.head.count))
                          .set("my_bid", own_bid(record, caller, tender::first_envelope))
                          .set("my_price_bid", own_bid(record, caller, tender::price_envelope))
                          .set("committee", committee(lot, standing_of(lot, caller)))
                          .set("notice", record.notice)
                          .set("outcome", lot.award ? lot.award->outcome : codec::Json());
    if (lot.publication) set_publication(out, *lot.publication);
    set_opening(out, lot);
    return out;
}

Result<LotId> lot_parameter(const std::string& text) {
    const auto lot = LotId::parse(text);
    if (!lot.ok()) return Error(ErrorCode::lot_unknown, text);
    return *lot;
}

} // namespace kaibiao::usecase
