#include "kaibiao/tender/qualification.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/method_json.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

constexpr std::string_view technical_label = "kaibiao/technical/v1";

/// After the announcement of the technical envelopes, before they were judged.
Status check_stage(const LotState& lot) {
    TRY(check_phase(lot, {Phase::announced}));
    if (lot.technical || envelopes_of(lot.publication->notice) == 1)
        return Error(ErrorCode::command_not_allowed_now, {}, "no technical envelopes are under evaluation");
    return ok();
}

bool was_opened(const LotState& lot, const BidId& bid) {
    return std::any_of(lot.opening->announced.begin(), lot.opening->announced.end(),
                       [&bid](const AnnouncedBid& row) { return row.bid == bid && row.state == BidOpening::opened; });
}

} // namespace

Digest technical_digest(const codec::Json& outcome) {
    return crypto::sha256({as_bytes(technical_label), as_bytes(codec::dump_canonical(outcome))});
}

Result<std::vector<BidId>> read_passing(const codec::Json& outcome, const std::string& place) {
    const codec::Json* items = outcome.find("passing");
    if (items == nullptr || items->as_array() == nullptr || items->as_array()->size() > most_bids)
        return Error(ErrorCode::event_malformed, place + "/passing");
    std::vector<BidId> passing;
    for (const codec::Json& item : *items->as_array()) {
        if (item.as_string() == nullptr) return Error(ErrorCode::event_malformed, place + "/passing");
        TRY_ASSIGN(const BidId bid, BidId::parse(*item.as_string()));
        passing.push_back(bid);
    }
    return passing;
}

Result<codec::Json> compute_technical_json(const LotState& lot) {
    TRY(check_stage(lot));
    TRY(check_scores_complete(lot));
    const score::Method& method = lot.publication->notice.method;
    TRY_ASSIGN(const score::TechnicalOutcome outcome,
               score::evaluate_technical(method, bid_inputs(lot), lot.evaluation.score_sheets()));
    return encode_technical_outcome(method, outcome);
}

Result<DecidedEvent> decide_qualify(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::refused));
    TRY(check_stage(lot));
    TRY_ASSIGN(const Digest signed_digest, read_result(command.payload()));
    TRY_ASSIGN(codec::Json outcome, compute_technical_json(lot));
    if (technical_digest(outcome) != signed_digest) return Error(ErrorCode::result_mismatch, "/outcome");
    return decide_act(next_of(lot, EventType::lot_qualified, context), command,
                      codec::Json::object().set(member::outcome, std::move(outcome)));
}

Status check_qualified(const LotState& lot, const VerifiedCommand& command, const LotQualified& event) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::refused));
    TRY(check_stage(lot));
    TRY_ASSIGN(const Digest signed_digest, read_result(command.payload()));
    if (technical_digest(event.outcome) != signed_digest) return Error(ErrorCode::result_mismatch, "/outcome");
    for (const BidId& bid : event.passing)
        if (!was_opened(lot, bid))
            return Error(ErrorCode::decision_mismatch, bid.text(), "passed without being opened");
    return ok();
}

void apply_qualified(LotState& lot, const log::EventHeader& header, const LotQualified& event) {
    lot.phase = Phase::qualified;
    if (!lot.opening) return;
    TechnicalState technical{std::move(*lot.opening), event.outcome, {}, header.position, header.stamp};
    lot.opening.reset();
    const std::set<BidId> passing(event.passing.begin(), event.passing.end());
    for (const AnnouncedBid& row : technical.opening.announced)
        if (passing.count(row.bid) > 0) technical.passing.insert(row.bidder.id);
    lot.technical = std::move(technical);
}

} // namespace kaibiao::tender
