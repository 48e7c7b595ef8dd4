#include "kaibiao/tender/lot_review.h"

#include "replay.h"

namespace kaibiao::tender {

namespace {

Result<ReplayStream> read_lot_stream(const LotReviewInput& input) {
    ReplayStream stream;
    stream.stream = stream_of(input.lot);
    log::StreamVerifier verifier(stream.stream);
    for (const log::StoredEvent& stored : input.events) {
        TRY(verifier.next(stored));
        TRY_ASSIGN(Event event, decode_event(stored));
        const bool missing = std::holds_alternative<Erased>(event.payload);
        // Secrets, scores and members are withheld for a while; what binds everybody never is.
        if (missing && visibility(event.type, Phase::published) == Visibility::everyone)
            return at_event(Error(ErrorCode::bundle_incomplete, {}, event.header.type), event.header);
        stream.events.push_back({&stored, std::move(event)});
    }
    return stream;
}

Status first_failure(Findings& findings) {
    for (const Check& check : findings.take())
        if (!check.failures.empty()) return check.failures.front();
    return ok();
}

} // namespace

Result<LotState> review_lot(const LotReviewInput& input) {
    ReplayInput replayed{input.centre, input.origin, input.lot, input.roots, {}, {}, Evidence::lot_only};
    for (const crypto::RevocationList& list : input.crls) replayed.crls.emplace(crypto::sha256(list.der), list);
    TRY_ASSIGN(ReplayStream stream, read_lot_stream(input));
    std::vector<ReplayStream> streams;
    streams.push_back(std::move(stream));
    Findings findings({});
    Replay replay(replayed, std::move(streams), findings);
    replay.run();
    check_profile(replay.lot(), findings);
    TRY(first_failure(findings));
    if (!replay.lot().publication) return Error(ErrorCode::lot_unknown, input.lot.text(), "no notice among its events");
    return replay.lot();
}

} // namespace kaibiao::tender
