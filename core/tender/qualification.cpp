#include "kaibiao/tender/qualification.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/method_json.h"
#include "method_format.h"

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

/// The headers of the sheets hold commitments to them: who saw the last header signs for all of them.
Status check_seen(const LotState& lot, const sign::CommandEnvelope& envelope) {
    const auto seen = lot.history.find(*envelope.seen);
    if (lot.evaluation.scored == 0 || seen->second >= lot.evaluation.last_scored) return ok();
    return Error(ErrorCode::command_stale, "/seen", "a score sheet was signed since");
}

Error contradicts(const std::string& place, std::string_view why) {
    return Error(ErrorCode::decision_mismatch, place, std::string(why));
}

Result<score::JudgedBid> read_judged(const codec::Json& json, const std::string& place) {
    score::JudgedBid out;
    const codec::Json* bid = json.find("bid");
    const codec::Json* quality = json.find("quality");
    const codec::Json* rejection = json.find("rejection");
    if (bid == nullptr || bid->as_string() == nullptr || quality == nullptr || rejection == nullptr)
        return contradicts(place, "its form");
    TRY_ASSIGN(out.bid, BidId::parse(*bid->as_string()));
    if (quality->as_string() != nullptr) {
        TRY_ASSIGN(out.quality, Rational::parse(*quality->as_string()));
    }
    if (rejection->is_null()) return out;
    const codec::Json* reason = rejection->find("reason");
    if (reason == nullptr || reason->as_string() == nullptr) return contradicts(place, "its form");
    const auto known = method_format::value_of(method_format::rejection_names, *reason->as_string());
    if (!known) return contradicts(place, "its form");
    out.rejection = *known;
    return out;
}

Result<std::vector<score::JudgedBid>> read_all_judged(const codec::Json& outcome) {
    const codec::Json* items = outcome.find("bids");
    if (items == nullptr || items->as_array() == nullptr) return contradicts("/outcome/bids", "its form");
    std::vector<score::JudgedBid> out;
    for (const codec::Json& item : *items->as_array()) {
        TRY_ASSIGN(const score::JudgedBid one, read_judged(item, numbered("/outcome/bids/", out.size())));
        out.push_back(one);
    }
    return out;
}

/// What the opening made of a bid, as far as it decides here.
std::optional<score::RejectionReason> fault_of(BidOpening opening) {
    switch (opening) {
    case BidOpening::opened: return std::nullopt;
    case BidOpening::revoked: return score::RejectionReason::revoked;
    case BidOpening::withdrawn: return score::RejectionReason::withdrawn;
    case BidOpening::failed:
    case BidOpening::unopened: return score::RejectionReason::excluded;
    }
    std::abort();
}

/// An opened bid has a quality unless a gate rejected it; others have none.
bool fits_opening(const score::JudgedBid& judged, BidOpening opening) {
    if (const auto fault = fault_of(opening)) return judged.rejection == fault && !judged.quality;
    return judged.quality.has_value() != (judged.rejection == score::RejectionReason::gate_failed);
}

Status check_judged(const LotState& lot, const LotQualified& event) {
    TRY_ASSIGN(const std::vector<score::JudgedBid> judged, read_all_judged(event.outcome));
    std::map<BidId, BidOpening> announced;
    for (const AnnouncedBid& row : lot.opening->announced) announced.emplace(row.bid, row.state);
    std::vector<BidId> passing;
    for (const score::JudgedBid& one : judged) {
        const auto row = announced.find(one.bid);
        if (row == announced.end() || !fits_opening(one, row->second))
            return contradicts(one.bid.text(), "judged otherwise than it was announced");
        announced.erase(row);
        if (!one.rejection) passing.push_back(one.bid);
    }
    if (!announced.empty()) return contradicts(announced.begin()->first.text(), "announced and not judged");
    std::sort(passing.begin(), passing.end());
    if (passing != event.passing) return contradicts("/outcome/passing", "not those without a rejection");
    if (!score::follows_from_quality(lot.publication->notice.method, judged))
        return contradicts("/outcome/bids", "who passes does not follow from the qualities");
    return ok();
}

} // namespace

Digest technical_digest(const codec::Json& outcome) {
    return crypto::sha256({as_bytes(technical_label), as_bytes(codec::dump_canonical(outcome))});
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
    TRY(check_seen(lot, command.envelope()));
    TRY_ASSIGN(const Digest signed_digest, read_result(command.payload()));
    TRY_ASSIGN(codec::Json outcome, compute_technical_json(lot));
    if (technical_digest(outcome) != signed_digest) return Error(ErrorCode::result_mismatch, "/outcome");
    return decide_act(next_of(lot, EventType::lot_qualified, context), command,
                      codec::Json::object().set(member::outcome, std::move(outcome)));
}

Status check_qualified(const LotState& lot, const VerifiedCommand& command, const LotQualified& event) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::refused));
    TRY(check_stage(lot));
    TRY(check_seen(lot, command.envelope()));
    const std::int64_t fewest = lot.publication->profile.rule(RuleKey::committee_minimum).value;
    if (static_cast<std::int64_t>(lot.evaluation.scored) < fewest)
        return Error(ErrorCode::scores_incomplete, {}, std::to_string(lot.evaluation.scored) + " sheets");
    TRY_ASSIGN(const Digest signed_digest, read_result(command.payload()));
    if (technical_digest(event.outcome) != signed_digest) return Error(ErrorCode::result_mismatch, "/outcome");
    return check_judged(lot, event);
}

void apply_qualified(LotState& lot, const log::EventHeader& header, const LotQualified& event) {
    lot.phase = Phase::qualified;
    if (!lot.opening) return;
    TechnicalState technical{std::move(*lot.opening), event.outcome, {}, header.position};
    lot.opening.reset();
    const std::set<BidId> passing(event.passing.begin(), event.passing.end());
    for (const AnnouncedBid& row : technical.opening.announced)
        if (passing.count(row.bid) > 0) technical.passing.insert(row.bidder.id);
    lot.technical = std::move(technical);
}

} // namespace kaibiao::tender
