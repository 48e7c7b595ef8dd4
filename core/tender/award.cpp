#include "kaibiao/tender/award.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/method_json.h"

namespace kaibiao::tender {

namespace {

constexpr std::string_view outcome_label = "kaibiao/outcome/v1";

/// All prices are open: with two envelopes after the second announcement.
Status check_prices_open(const LotState& lot) {
    if (envelopes_of(lot.publication->notice) == 1 || lot.technical) return ok();
    return Error(ErrorCode::command_not_allowed_now, {}, "the price envelopes are not opened yet");
}

} // namespace

Digest outcome_digest(const codec::Json& outcome) {
    return crypto::sha256({as_bytes(outcome_label), as_bytes(codec::dump_canonical(outcome))});
}

Result<Digest> read_result(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    TRY_ASSIGN(const Digest outcome, reader.hex<32>(member::outcome));
    TRY(reader.finish());
    return outcome;
}

codec::Json write_result(const sign::CommandEnvelope& envelope, const Digest& outcome) {
    return sign::write_envelope(envelope).set(member::outcome, codec::encode_hex(outcome));
}

Result<score::Outcome> compute_outcome(const LotState& lot) {
    TRY(check_phase(lot, {Phase::announced, Phase::evaluated}));
    TRY(check_prices_open(lot));
    TRY(check_scores_complete(lot));
    return score::evaluate(lot.publication->notice.method, bid_inputs(lot), lot.evaluation.score_sheets());
}

Result<codec::Json> compute_outcome_json(const LotState& lot) {
    TRY_ASSIGN(const score::Outcome outcome, compute_outcome(lot));
    return encode_outcome(lot.publication->notice.method, outcome);
}

Result<ResultToSign> result_to_sign(const LotState& lot) {
    if (lot.publication && envelopes_of(lot.publication->notice) == 2 && !lot.technical) {
        TRY_ASSIGN(codec::Json technical, compute_technical_json(lot));
        const Digest digest = technical_digest(technical);
        return ResultToSign{purpose::qualify, std::move(technical), digest};
    }
    TRY_ASSIGN(codec::Json outcome, compute_outcome_json(lot));
    const Digest digest = outcome_digest(outcome);
    return ResultToSign{purpose::result, std::move(outcome), digest};
}

Result<DecidedEvent> decide_result(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::refused));
    TRY(check_phase(lot, {Phase::announced}));
    TRY_ASSIGN(const Digest signed_digest, read_result(command.payload()));
    TRY_ASSIGN(codec::Json outcome, compute_outcome_json(lot));
    if (outcome_digest(outcome) != signed_digest) return Error(ErrorCode::result_mismatch, "/outcome");
    return decide_act(next_of(lot, EventType::lot_result, context), command,
                      codec::Json::object().set(member::outcome, std::move(outcome)));
}

void apply_result(LotState& lot, const log::EventHeader& header, const LotResult& event) {
    lot.award = AwardState{event.outcome, event.outcome_digest, header.stamp};
    lot.phase = Phase::evaluated;
}

} // namespace kaibiao::tender
