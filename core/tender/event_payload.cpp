#include "event_format.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/upcast.h"

#include <array>

namespace kaibiao::tender {

namespace {

template <typename Id> Result<Id> read_id(codec::ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::string text, reader.string(key));
    const Result<Id> id = Id::parse(text);
    if (!id.ok()) return Error(id.error().code, reader.place_of(key));
    return *id;
}

/// Who the officers are, and their keys.
Status read_panel(codec::ObjectReader& reader, LotPublished& event) {
    if (!event.notice.panel) return ok();
    const std::vector<codec::Json>& statements = event.notice.papers->seats;
    TRY_ASSIGN(const codec::Json::Array* facts, reader.array(member::seats, statements.size()));
    if (facts->size() != statements.size()) return Error(ErrorCode::length_wrong, reader.place_of(member::seats));
    for (std::size_t i = 0; i < facts->size(); ++i) {
        codec::ObjectReader seat((*facts)[i], reader.place_of(member::seats, i));
        TRY_ASSIGN(SignedAct act, read_act_facts(seat, statements[i]));
        TRY(seat.finish());
        event.seats.push_back(std::move(act));
    }
    TRY_ASSIGN(event.panel_key, panel_key_of(event.notice));
    return ok();
}

Result<Payload> read_published(codec::ObjectReader& reader) {
    LotPublished event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.notice, read_notice(event.act.payload));
    TRY_ASSIGN(const codec::Json* profile, reader.object(member::profile));
    TRY_ASSIGN(event.profile, read_profile(*profile, reader.place_of(member::profile)));
    TRY(read_panel(reader, event));
    return Payload(std::move(event));
}

Result<Payload> read_clarified(codec::ObjectReader& reader) {
    LotClarified event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.clarification, read_clarification(event.act.payload));
    return Payload(std::move(event));
}

template <typename Type> Result<Payload> read_reasoned(codec::ObjectReader& reader) {
    Type event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.reason, read_reason(event.act.payload));
    return Payload(std::move(event));
}

Result<Payload> read_submitted(codec::ObjectReader& reader) {
    BidSubmitted event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.manifest, read_submission(event.act.payload));
    TRY_ASSIGN(event.lot_head, reader.hex<32>(member::lot_head));
    return Payload(std::move(event));
}

Result<Payload> read_withdrawn(codec::ObjectReader& reader) {
    BidWithdrawn event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.withdrawal, read_withdrawal(event.act.payload));
    TRY_ASSIGN(event.lot_head, reader.hex<32>(member::lot_head));
    return Payload(std::move(event));
}

Result<FrozenHead> read_head(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    FrozenHead head;
    TRY_ASSIGN(head.stream, read_id<StreamId>(reader, member::stream));
    TRY_ASSIGN(const std::int64_t position, reader.integer(member::position, 0, INT64_MAX));
    head.position = static_cast<std::uint64_t>(position);
    TRY_ASSIGN(head.hash, reader.hex<32>(member::hash));
    if (reader.has(member::counts)) {
        TRY_ASSIGN(head.counts, reader.boolean(member::counts));
    }
    TRY(reader.finish());
    return head;
}

Result<Payload> read_closed(codec::ObjectReader& reader) {
    LotClosed event;
    TRY_ASSIGN(const codec::Json::Array* heads, reader.array(member::heads, most_bids));
    for (std::size_t i = 0; i < heads->size(); ++i) {
        TRY_ASSIGN(FrozenHead head, read_head((*heads)[i], reader.place_of(member::heads, i)));
        event.heads.push_back(head);
    }
    TRY_ASSIGN(event.bids, reader.integer(member::bids, 0, most_bids));
    TRY_ASSIGN(const bool failed, reader.boolean(member::failed));
    event.verdict = failed ? CloseVerdict::too_few_bidders : CloseVerdict::enough_bidders;
    return Payload(std::move(event));
}

Result<Payload> read_opening_started(codec::ObjectReader& reader) {
    OpeningStarted event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.window_end, read_instant(reader, member::window_end));
    return Payload(std::move(event));
}

template <typename Type> Result<Payload> read_released(codec::ObjectReader& reader) {
    Type event;
    TRY_ASSIGN(event.bid, read_id<BidId>(reader, member::bid));
    TRY_ASSIGN(event.b, reader.bytes<32>(member::secret));
    return Payload(std::move(event));
}

Result<Payload> read_window_closed(codec::ObjectReader& reader) {
    WindowClosed event;
    TRY_ASSIGN(event.missing, read_bid_ids(reader, member::missing));
    return Payload(std::move(event));
}

Result<Payload> read_announced(codec::ObjectReader& reader) {
    TRY_ASSIGN(const codec::Json::Array* items, reader.array(member::bids, most_bids));
    LotAnnounced event;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(AnnouncedBid row, read_announced_bid((*items)[i], reader.place_of(member::bids, i)));
        event.bids.push_back(std::move(row));
    }
    return Payload(std::move(event));
}

Result<Payload> read_appointed(codec::ObjectReader& reader) {
    CommitteeAppointed event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.members, read_committee(event.act.payload));
    return Payload(std::move(event));
}

Result<Payload> read_scored(codec::ObjectReader& reader) {
    ExpertScored event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.cells, read_cells(event.act.payload));
    return Payload(std::move(event));
}

/// The act that signs the digest of an outcome, and the outcome.
template <typename Type> Status read_signed_outcome(codec::ObjectReader& reader, Type& event) {
    TRY_ASSIGN(event.act, read_act(reader));
    TRY(read_result(event.act.payload));
    TRY_ASSIGN(const codec::Json* outcome, reader.object(member::outcome));
    event.outcome = *outcome;
    return ok();
}

Result<Payload> read_lot_result(codec::ObjectReader& reader) {
    LotResult event;
    TRY(read_signed_outcome(reader, event));
    event.outcome_digest = outcome_digest(event.outcome);
    return Payload(std::move(event));
}

Result<Payload> read_qualified(codec::ObjectReader& reader) {
    LotQualified event;
    TRY(read_signed_outcome(reader, event));
    codec::ObjectReader outcome(event.outcome, reader.place_of(member::outcome));
    TRY_ASSIGN(event.passing, read_bid_ids(outcome, "passing"));
    return Payload(std::move(event));
}

Result<Payload> read_excused(codec::ObjectReader& reader) {
    ReleaseExcused event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(Excuse excuse, read_excuse(event.act.payload));
    event.bids = std::move(excuse.bids);
    event.reason = std::move(excuse.reason);
    return Payload(std::move(event));
}

template <seal::PartClass part_class> Result<Payload> read_officer_released(codec::ObjectReader& reader) {
    OfficerReleased event;
    TRY_ASSIGN(event.act, read_act(reader));
    TRY_ASSIGN(event.release, read_officer_release(event.act.payload));
    if (event.release.part_class != part_class) return Error(ErrorCode::release_malformed, "/class");
    return Payload(std::move(event));
}

using PayloadReader = Result<Payload> (*)(codec::ObjectReader&);

/// In the order of EventType.
constexpr std::array<PayloadReader, event_type_count> readers{
    read_published,
    read_clarified,
    read_submitted,
    read_withdrawn,
    read_closed,
    read_reasoned<LotSuspended>,
    read_reasoned<LotResumed>,
    read_opening_started,
    read_released<SheetReleased>,
    read_released<VolumesReleased>,
    read_window_closed,
    read_announced,
    read_appointed,
    read_scored,
    read_lot_result,
    read_excused,
    read_officer_released<seal::PartClass::sheet>,
    read_officer_released<seal::PartClass::volumes>,
    read_qualified,
};

Error at_event(const Error& error, const log::EventHeader& header) {
    const std::string place = log::event_place(header.stream, header.position);
    if (error.code == ErrorCode::event_version_unknown) return Error(error.code, place, error.detail);
    std::string cause(info(error.code).name);
    if (!error.place.empty()) cause += " at " + error.place;
    return Error(ErrorCode::event_malformed, place, std::move(cause));
}

} // namespace

Result<Payload> decode_payload(EventType type, int version, ByteView bytes) {
    TRY_ASSIGN(codec::Json json, codec::parse_canonical(bytes, {log::max_payload_bytes, 32}));
    TRY_ASSIGN(json, upcast(upcasts(), type, version, std::move(json)));
    codec::ObjectReader reader(json, {});
    TRY_ASSIGN(Payload payload, readers[static_cast<std::size_t>(type)](reader));
    TRY(reader.finish());
    return payload;
}

Result<Event> decode_event(const log::StoredEvent& stored) {
    Event event;
    TRY_ASSIGN(event.header, log::check_event(stored));
    event.hash = log::event_hash(stored.header);
    const Result<EventType> type = parse_event_type(event.header.type);
    if (!type.ok()) return at_event(type.error(), event.header);
    event.type = *type;
    if (event.header.version > newest_version(event.type))
        return at_event(Error(ErrorCode::event_version_unknown, {}, event.header.type), event.header);
    if (!stored.payload) return event;
    Result<Payload> payload = decode_payload(event.type, event.header.version, stored.payload->bytes);
    if (!payload.ok()) return at_event(payload.error(), event.header);
    event.payload = std::move(payload).value();
    return event;
}

} // namespace kaibiao::tender
