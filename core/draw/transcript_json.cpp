#include "kaibiao/draw/transcript.h"

#include "code.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::draw {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::size_t max_places_in_result = max_steps + max_places;

Json write_experts(const std::vector<std::string>& experts) {
    Json out = Json::array();
    for (const std::string& expert : experts) out.push(Json(expert));
    return out;
}

Result<std::string> read_code(const Json& json, const std::string& place) {
    const std::string* text = json.as_string();
    if (text == nullptr) return Error(ErrorCode::json_member_type, place);
    if (!is_code(*text)) return Error(ErrorCode::draw_transcript_malformed, place);
    return *text;
}

Result<std::vector<std::string>> read_experts(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json::Array* items, reader.array(key, max_places_in_result));
    std::vector<std::string> experts;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(std::string expert, read_code((*items)[i], reader.place_of(key, i)));
        experts.push_back(std::move(expert));
    }
    return experts;
}

Json write_step(const Step& step) {
    return Json::object()
        .set("expert", step.expert)
        .set("kind", name_of(step.kind))
        .set("reason", name_of(step.reason))
        .set("stratum", static_cast<std::int64_t>(step.stratum));
}

Result<Step> read_step(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Step step;
    TRY_ASSIGN(const Json* expert, reader.any("expert"));
    TRY_ASSIGN(step.expert, read_code(*expert, reader.place_of("expert")));
    TRY_ASSIGN(const std::int64_t stratum, reader.integer("stratum", 0, max_strata - 1));
    step.stratum = static_cast<std::uint32_t>(stratum);
    TRY_ASSIGN(const std::string kind_name, reader.string("kind", max_code_length));
    const auto kind = parse_step_kind(kind_name);
    if (!kind.ok()) return Error(kind.error().code, reader.place_of("kind"), kind_name);
    step.kind = *kind;
    TRY_ASSIGN(const std::string reason_name, reader.string("reason", max_code_length));
    const auto reason = parse_step_reason(reason_name, step.kind);
    if (!reason.ok()) return Error(reason.error().code, reader.place_of("reason"), reason_name);
    step.reason = *reason;
    TRY(reader.finish());
    return step;
}

Result<std::vector<Step>> read_steps(ObjectReader& reader) {
    TRY_ASSIGN(const Json::Array* items, reader.array("steps", max_steps));
    std::vector<Step> steps;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(Step step, read_step((*items)[i], numbered("/steps/", i)));
        steps.push_back(std::move(step));
    }
    return steps;
}

Json write_outcome(const DrawOutcome& outcome) {
    if (const auto* value = std::get_if<std::string>(&outcome)) return Json::object().set("value", *value);
    Json strata = Json::array();
    for (const StratumOutcome& stratum : std::get<std::vector<StratumOutcome>>(outcome)) {
        strata.push(Json::object()
                        .set("members", write_experts(stratum.members))
                        .set("replaced", write_experts(stratum.replaced))
                        .set("reserve", write_experts(stratum.reserve)));
    }
    return Json::object().set("strata", std::move(strata));
}

Result<StratumOutcome> read_stratum(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    StratumOutcome stratum;
    TRY_ASSIGN(stratum.members, read_experts(reader, "members"));
    TRY_ASSIGN(stratum.replaced, read_experts(reader, "replaced"));
    TRY_ASSIGN(stratum.reserve, read_experts(reader, "reserve"));
    TRY(reader.finish());
    return stratum;
}

Result<DrawOutcome> read_outcome(ObjectReader& transcript) {
    TRY_ASSIGN(const Json* json, transcript.object("result"));
    ObjectReader reader(*json, transcript.place_of("result"));
    if (reader.has("value")) {
        TRY_ASSIGN(std::string value, reader.string("value", max_code_length));
        TRY(reader.finish());
        return DrawOutcome(std::move(value));
    }
    TRY_ASSIGN(const Json::Array* items, reader.array("strata", max_strata));
    std::vector<StratumOutcome> strata;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(StratumOutcome one, read_stratum((*items)[i], reader.place_of("strata", i)));
        strata.push_back(std::move(one));
    }
    TRY(reader.finish());
    return DrawOutcome(std::move(strata));
}

/// Everything but the digest.
Json write_body(const Transcript& transcript) {
    Json steps = Json::array();
    for (const Step& step : transcript.steps) steps.push(write_step(step));
    return Json::object()
        .set("format", transcript_format)
        .set("list", transcript.list ? Json(*transcript.list) : Json())
        .set("message", transcript.message)
        .set("result", write_outcome(transcript.outcome))
        .set("seed", codec::encode_base64(transcript.seed))
        .set("steps", std::move(steps));
}

Digest digest_of(const Json& body) {
    return crypto::sha256({as_bytes(label::transcript), as_bytes(codec::dump_canonical(body))});
}

Result<std::optional<std::string>> read_list(ObjectReader& reader) {
    TRY_ASSIGN(const Json* list, reader.any("list"));
    if (list->is_null()) return std::optional<std::string>();
    TRY_ASSIGN(std::string text, reader.string("list", max_list_bytes));
    return std::optional(std::move(text));
}

Result<Transcript> read_transcript(const Json& json) {
    ObjectReader reader(json, "");
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != transcript_format) return Error(ErrorCode::draw_transcript_malformed, "/format");
    TRY_ASSIGN(const Digest digest, reader.hex<32>("digest"));
    Transcript transcript;
    TRY_ASSIGN(transcript.list, read_list(reader));
    TRY_ASSIGN(transcript.message, reader.string("message", max_message_bytes));
    TRY_ASSIGN(transcript.outcome, read_outcome(reader));
    TRY_ASSIGN(transcript.seed, reader.bytes<seed_size>("seed"));
    TRY_ASSIGN(transcript.steps, read_steps(reader));
    TRY(reader.finish());
    if (transcript_digest(transcript) != digest) return Error(ErrorCode::draw_transcript_changed, "/digest");
    return transcript;
}

} // namespace

Digest transcript_digest(const Transcript& transcript) { return digest_of(write_body(transcript)); }

std::string encode_transcript(const Transcript& transcript) {
    Json json = write_body(transcript);
    json.set("digest", codec::encode_hex(digest_of(json)));
    return codec::dump_canonical(json);
}

Result<Transcript> decode_transcript(ByteView text) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(text, {.max_bytes = max_transcript_bytes, .max_depth = 8}));
    return read_transcript(json);
}

} // namespace kaibiao::draw
