#pragma once
/// The end of the first stage of a lot with two envelopes: who passed by the experts' scores, signed by the tenderer,
/// recomputed by everyone who sees the scores. Command qualify. docs/formats/process.md "Two envelopes".

#include "kaibiao/tender/opening.h"

namespace kaibiao::tender {

struct LotState;

/// What a `qualify` command signs: SHA-256("kaibiao/technical/v1" ‖ canonical JSON of the technical result). The
/// command is read and written as a `result` (award.h).
Digest technical_digest(const codec::Json& outcome);

// ---- event

struct LotQualified {
    SignedAct act;
    codec::Json outcome; ///< docs/formats/result.md "Result of the first envelope"
    std::vector<BidId> passing;
};

// ---- state

/// The first stage once it is over.
struct TechnicalState {
    OpeningState opening; ///< of the technical envelopes
    codec::Json outcome;
    std::set<std::string> passing; ///< bidders whose price envelopes are opened
    std::uint64_t position = 0;    ///< of the event in the lot's stream
};

/// The technical result as the lot's events stand: what the tenderer is shown and signs. Errors:
/// command_not_allowed_now but after the announcement of technical envelopes; scores_incomplete; those of
/// score::evaluate_technical.
Result<codec::Json> compute_technical_json(const LotState& lot);

/// By the tenderer, who has seen every sheet: `seen` is the newest of them or a later event, so that the signature
/// covers the sheets even where they are withheld, and nobody is shown others. Errors: check_lot_command,
/// compute_technical_json; command_stale (/seen); result_mismatch.
Result<DecidedEvent> decide_qualify(const LotState& lot, const VerifiedCommand& command, const Context& context);
/// What can be checked without the scores: the signer and what he had seen, the time, enough sheets for a committee,
/// that the outcome is the one signed, that it judges exactly the bids announced, those that were not opened as such,
/// and that by its own qualities these and no others pass. Errors: as decide_qualify; decision_mismatch.
Status check_qualified(const LotState& lot, const VerifiedCommand& command, const LotQualified& event);
void apply_qualified(LotState& lot, const log::EventHeader& header, const LotQualified& event);

} // namespace kaibiao::tender
