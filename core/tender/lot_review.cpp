#include "kaibiao/tender/lot_review.h"

#include "replay.h"

namespace kaibiao::tender {

namespace {

/// `hidden`: what may lack its payload.
template <typename Hidden>
Result<ReplayStream> read_stream(const StreamId& id, std::span<const log::StoredEvent> events, const Hidden& hidden) {
    ReplayStream stream;
    stream.stream = id;
    log::StreamVerifier verifier(stream.stream);
    for (const log::StoredEvent& stored : events) {
        TRY(verifier.next(stored));
        TRY_ASSIGN(Event event, decode_event(stored));
        if (std::holds_alternative<Erased>(event.payload) && !hidden(event.type))
            return at_event(Error(ErrorCode::bundle_incomplete, {}, event.header.type), event.header);
        stream.events.push_back({&stored, std::move(event)});
    }
    return stream;
}

Result<std::vector<ReplayStream>> read_streams(const LotReviewInput& input, const FrozenBids& frozen) {
    // Secrets, scores and members are withheld for a while; what binds everybody never is.
    const auto for_a_while = [](EventType type) { return visibility(type, Phase::published) != Visibility::everyone; };
    const auto never = [](EventType) { return false; };
    std::vector<ReplayStream> streams;
    TRY_ASSIGN(ReplayStream lot, read_stream(stream_of(input.lot), input.events, for_a_while));
    streams.push_back(std::move(lot));
    for (const std::vector<log::StoredEvent>& events : frozen.streams) {
        if (events.empty()) return Error(ErrorCode::bundle_incomplete, {}, "a stream without events");
        TRY_ASSIGN(const log::EventHeader first, log::decode_event_header(events.front().header));
        TRY_ASSIGN(ReplayStream bid, read_stream(first.stream, events, never));
        streams.push_back(std::move(bid));
    }
    return streams;
}

Status first_failure(Findings& findings) {
    for (const Check& check : findings.take())
        if (!check.failures.empty()) return check.failures.front();
    return ok();
}

Result<ReviewedOpening> review(const LotReviewInput& input, const FrozenBids& frozen, Evidence evidence) {
    ReplayInput replayed{input.centre, input.origin, input.lot, input.roots, {}, frozen.sheets, evidence};
    for (const crypto::RevocationList& list : input.crls) replayed.crls.emplace(crypto::sha256(list.der), list);
    TRY_ASSIGN(std::vector<ReplayStream> streams, read_streams(input, frozen));
    Findings findings({});
    Replay replay(replayed, std::move(streams), findings);
    replay.run();
    check_profile(replay.lot(), findings);
    TRY(first_failure(findings));
    if (!replay.lot().publication) return Error(ErrorCode::lot_unknown, input.lot.text(), "no notice among its events");
    return ReviewedOpening{replay.lot(), replay.bid_states()};
}

} // namespace

Result<LotState> review_lot(const LotReviewInput& input) {
    TRY_ASSIGN(ReviewedOpening reviewed, review(input, {}, Evidence::lot_only));
    return std::move(reviewed.lot);
}

Result<ReviewedOpening> review_opening(const LotReviewInput& input, const FrozenBids& frozen) {
    return review(input, frozen, Evidence::whole);
}

} // namespace kaibiao::tender
