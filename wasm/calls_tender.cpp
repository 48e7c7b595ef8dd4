// The process: rule profiles, replaying a lot, outcomes, bundles.

#include "lot.h"
#include "trust.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/score_input.h"
#include "kaibiao/tender/verification.h"

namespace kaibiao::wasm {

using codec::Json;
using codec::ObjectReader;

namespace {

/// `{"log_keys": [verifier key]}`: none leaves the bundle's own, and the report says so.
Result<tender::VerificationAnchors> read_anchors(Input& in) {
    tender::VerificationAnchors anchors;
    TRY_ASSIGN(anchors.roots, read_roots(in));
    TRY_ASSIGN(const Json json, in.json());
    ObjectReader reader(json, "/trust");
    TRY_ASSIGN(const Json::Array* keys, reader.array("log_keys", 1));
    TRY(reader.finish());
    if (keys->empty()) return anchors;
    const std::string* text = keys->front().as_string();
    if (text == nullptr) return Error(ErrorCode::verifier_key_malformed, "/trust/log_keys/0");
    TRY_ASSIGN(anchors.log_key, log::VerifierKey::parse(*text));
    return anchors;
}

} // namespace

Status rule_profiles(Input& in, Output& out) {
    TRY(in.finish());
    Json profiles = Json::array();
    for (const tender::RuleProfile& profile : tender::built_in_profiles())
        profiles.push(tender::write_profile(profile).set("digest", codec::encode_hex(tender::profile_digest(profile))));
    out.json(profiles);
    return ok();
}

/// Before a secret leaves its owner. `{"centre","origin"}`: of the log that the person accepted.
Status lot_review(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView page, in.bytes());
    TRY_ASSIGN(const std::vector<log::StoredEvent> events, read_stored(page));
    TRY_ASSIGN(const tender::LotReviewInput input, read_review(in, events));
    TRY_ASSIGN(const tender::LotState state, tender::review_lot(input));
    out.json(write_state(state));
    return ok();
}

/// What the tenderer signs, from events that were all verified; `head`: the newest of them, which the signature names
/// as seen.
Status outcome_compute(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView page, in.bytes());
    TRY_ASSIGN(const std::vector<log::StoredEvent> events, read_stored(page));
    TRY_ASSIGN(const tender::LotReviewInput input, read_review(in, events));
    TRY_ASSIGN(const tender::LotState state, tender::review_lot(input));
    TRY_ASSIGN(const tender::ResultToSign result, tender::result_to_sign(state));
    out.json(result.outcome);
    out.text(codec::encode_hex(result.digest));
    out.text(result.purpose);
    out.text(codec::encode_hex(state.head.hash));
    return ok();
}

/// `{"input","method"}`: docs/formats/score-input.md and method.md, as the command line takes them.
Status score_evaluate(Input& in, Output& out) {
    TRY_ASSIGN(const Json json, in.json());
    TRY(in.finish());
    ObjectReader reader(json, "");
    TRY_ASSIGN(const Json* method_json, reader.object("method"));
    TRY_ASSIGN(const score::Method method, tender::decode_method(*method_json, "/method"));
    TRY_ASSIGN(const Json* input_json, reader.object("input"));
    TRY_ASSIGN(const tender::ScoreInput input, tender::decode_score_input(*input_json, "/input"));
    TRY(reader.finish());
    TRY_ASSIGN(const score::Outcome outcome, score::evaluate(method, input.bids, input.sheets, input.drawn));
    out.json(tender::encode_outcome(method, outcome));
    return ok();
}

Status bundle_verify(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView bundle, in.bytes());
    TRY_ASSIGN(const tender::VerificationAnchors anchors, read_anchors(in));
    TRY(in.finish());
    out.json(tender::write_report(tender::verify_bundle(bundle, anchors)));
    return ok();
}

} // namespace kaibiao::wasm
