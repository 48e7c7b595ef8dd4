#pragma once
/// The result: computed from the announcement and the signed sheets, signed by the tenderer, recomputed by everyone.

#include "kaibiao/score/outcome.h"
#include "kaibiao/tender/signed_command.h"

namespace kaibiao::tender {

struct LotState;

/// Member of a `result` command: `outcome`, the digest of the canonical outcome.
Result<Digest> read_result(const codec::Json& payload);
codec::Json write_result(const sign::CommandEnvelope& envelope, const Digest& outcome);

// ---- event

struct LotResult {
    SignedAct act;
    codec::Json outcome; ///< docs/formats/result.md
    Digest outcome_digest{};
};

// ---- state

struct AwardState {
    codec::Json outcome;
    Digest outcome_digest{};
    Instant at;
};

/// The outcome of a lot as its events stand: what the tenderer is shown and signs.
/// Errors: command_not_allowed_now before the announcement, scores_incomplete, those of score::evaluate.
Result<score::Outcome> compute_outcome(const LotState& lot);

/// The same in its canonical JSON form, docs/formats/result.md.
Result<codec::Json> compute_outcome_json(const LotState& lot);
/// What a `result` command signs: SHA-256("kaibiao/outcome/v1" ‖ canonical JSON).
Digest outcome_digest(const codec::Json& outcome);

/// What the tenderer is shown and signs next: with two envelopes first who passed.
struct ResultToSign {
    std::string_view purpose; ///< qualify or result
    codec::Json outcome;
    Digest digest{};
};
/// Errors: those of compute_technical_json or compute_outcome.
Result<ResultToSign> result_to_sign(const LotState& lot);

/// By the tenderer. Errors: check_lot_command, compute_outcome; result_mismatch.
Result<DecidedEvent> decide_result(const LotState& lot, const VerifiedCommand& command, const Context& context);
void apply_result(LotState& lot, const log::EventHeader& header, const LotResult& event);

} // namespace kaibiao::tender
