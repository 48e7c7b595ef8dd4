#pragma once
/// What every client looks at in the log before it gives something away: that the lot's newest event stands in the log
/// under the key that the notice pins, cosigned by the quorum of witnesses, where one is wanted, when what the client
/// waits for was due, and that log and every checkpoint that the client holds continue each other.

#include "client/api_client.h"
#include "kaibiao/log/checkpoint.h"
#include "kaibiao/log/proof.h"
#include "kaibiao/log/tlog_proof.h"
#include "kaibiao/tender/lot_state.h"

namespace kaibiao::client {

/// That the event with this hash is in the log, under its newest checkpoint or the newest that witnesses cosigned.
/// Nothing is verified. Errors: not_found while there is no such checkpoint, log_index_out_of_range while it does not
/// cover the event; proof_malformed.
Result<log::TlogProof> fetch_log_proof(ApiClient& api, const Digest& event, bool witnessed);

/// Before a bid is sealed: that the lot's newest event stands in the log that the notice pins, by the server's newest
/// checkpoint or, where `trust` has a quorum of witnesses, by one that they cosigned. Errors: checkpoint_origin_wrong,
/// bundle_anchor_mismatch, those of verify_tlog_proof, witness_quorum_missing.
Status look_at_notice(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust);

/// `due`: the deadline for a bidder, the close of the release window for an officer. Errors: checkpoint_origin_wrong,
/// bundle_anchor_mismatch when the notice pins another key than the client's, those of verify_tlog_proof, proof_wrong,
/// deadline_not_reached, witness_quorum_missing also while the cosignatures are under way.
Status look_at_log(ApiClient& api, const tender::LotState& lot, const log::LogTrust& trust,
                   const std::vector<log::TreeHead>& held, Instant due);

} // namespace kaibiao::client
