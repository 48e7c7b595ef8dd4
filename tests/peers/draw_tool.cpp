// kaibiao_draw_tool: lets the peer test drive core/draw from another language, and makes tests/vectors/draw.
//   kaibiao_draw_tool draw < {"list", "message", "seed", "steps", "withheld"}    the transcript's text
//   kaibiao_draw_tool verify < {"list": text or null, "transcript": text}
//   kaibiao_draw_tool numbers < {"message", "seed", "stratum", "ranges": [n, …]}  one number for each range
// A refusal is {"error": name, "place"} with exit code 0; the exit code is 2 when the request is not understood.
#include "kaibiao/codec/json.h"
#include "kaibiao/draw/transcript.h"

#include <iostream>
#include <iterator>

using namespace kaibiao;
using namespace kaibiao::draw;
using codec::Json;
using codec::ObjectReader;

namespace {

Result<std::vector<Step>> read_steps(ObjectReader& reader) {
    TRY_ASSIGN(const Json::Array* items, reader.array("steps", max_steps));
    std::vector<Step> steps;
    for (const Json& item : *items) {
        ObjectReader one(item, "/steps/" + std::to_string(steps.size()));
        Step step;
        TRY_ASSIGN(step.expert, one.string("expert"));
        TRY_ASSIGN(const std::int64_t stratum, one.integer("stratum", 0, max_strata));
        step.stratum = static_cast<std::uint32_t>(stratum);
        TRY_ASSIGN(const std::string kind, one.string("kind"));
        TRY_ASSIGN(step.kind, parse_step_kind(kind));
        TRY_ASSIGN(const std::string reason, one.string("reason"));
        TRY_ASSIGN(step.reason, parse_step_reason(reason, step.kind));
        steps.push_back(std::move(step));
    }
    return steps;
}

Result<Json> draw_now(ObjectReader& reader) {
    TRY_ASSIGN(std::string list, reader.string("list", max_list_bytes));
    TRY_ASSIGN(std::string message, reader.string("message"));
    TRY_ASSIGN(const DrawSeed seed, reader.bytes<seed_size>("seed"));
    TRY_ASSIGN(std::vector<Step> steps, read_steps(reader));
    TRY_ASSIGN(const bool withheld, reader.boolean("withheld"));
    const auto where = withheld ? ListInTranscript::withheld : ListInTranscript::included;
    TRY_ASSIGN(const Transcript transcript,
               draw_transcript(std::move(message), std::move(list), seed, std::move(steps), where));
    return Json::object().set("transcript", encode_transcript(transcript));
}

Result<Json> verify(ObjectReader& reader) {
    TRY_ASSIGN(const std::string text, reader.string("transcript", max_transcript_bytes));
    std::optional<std::string> list;
    const Json* given = reader.optional("list");
    if (given != nullptr && given->as_string() != nullptr) list = *given->as_string();
    TRY_ASSIGN(const Transcript transcript, decode_transcript(as_bytes(text)));
    TRY(verify_transcript(transcript, list));
    return Json::object().set("verified", true);
}

Result<Json> draw_numbers(ObjectReader& reader) {
    TRY_ASSIGN(const std::string message, reader.string("message"));
    TRY_ASSIGN(const DrawSeed seed, reader.bytes<seed_size>("seed"));
    TRY_ASSIGN(const std::int64_t stratum, reader.integer("stratum", 0, 0xffffffff));
    TRY_ASSIGN(const Json::Array* ranges, reader.array("ranges", 100'000));
    DrawStream stream(seed, as_bytes(message), static_cast<std::uint32_t>(stratum));
    Json numbers = Json::array();
    for (const Json& range : *ranges) {
        if (range.as_integer() == nullptr) return Error(ErrorCode::json_member_type);
        numbers.push(Json(std::int64_t{stream.below(static_cast<std::uint32_t>(*range.as_integer()))}));
    }
    return Json::object().set("numbers", std::move(numbers));
}

Result<Json> run(std::string_view subcommand, ObjectReader& reader) {
    if (subcommand == "draw") return draw_now(reader);
    if (subcommand == "verify") return verify(reader);
    if (subcommand == "numbers") return draw_numbers(reader);
    return Error(ErrorCode::usage);
}

} // namespace

int main(int argc, char** argv) {
    const std::string request{std::istreambuf_iterator<char>(std::cin), {}};
    const Result<Json> json = codec::parse_relaxed(as_bytes(request), {std::size_t{128} << 20, 16});
    if (argc != 2 || !json.ok()) return 2;
    ObjectReader reader(*json, "");
    const Result<Json> answer = run(argv[1], reader);
    if (!answer.ok() && answer.error().code == ErrorCode::usage) return 2;
    const Json refusal =
        answer.ok() ? Json()
                    : Json::object().set("error", info(answer.error().code).name).set("place", answer.error().place);
    std::cout << codec::dump_canonical(answer.ok() ? *answer : refusal) << '\n';
    return 0;
}
