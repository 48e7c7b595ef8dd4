#include "draw/draw_builder.h"

#include "record.h"

#include "kaibiao/codec/json.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;

namespace {

codec::Json vector_json(const std::string& name) {
    auto json = codec::parse_relaxed(as_bytes(kaibiao::test::vector_text("draw/" + name + ".json")));
    REQUIRE_MESSAGE(json.ok(), name);
    return std::move(json).value();
}

Result<Step> read_step(const codec::Json& json) {
    codec::ObjectReader reader(json, "");
    Step step;
    TRY_ASSIGN(const std::int64_t stratum, reader.integer("stratum", 0, max_strata));
    step.stratum = static_cast<std::uint32_t>(stratum);
    TRY_ASSIGN(step.expert, reader.string("expert"));
    TRY_ASSIGN(const std::string kind, reader.string("kind"));
    TRY_ASSIGN(step.kind, parse_step_kind(kind));
    TRY_ASSIGN(const std::string reason, reader.string("reason"));
    TRY_ASSIGN(step.reason, parse_step_reason(reason, step.kind));
    return step;
}

Result<Transcript> draw_vector(const codec::Json& vector) {
    codec::ObjectReader reader(vector, "");
    TRY_ASSIGN(std::string list, reader.string("list", max_list_bytes));
    TRY_ASSIGN(std::string message, reader.string("message"));
    TRY_ASSIGN(const DrawSeed drawn_seed, reader.bytes<seed_size>("seed"));
    TRY_ASSIGN(const bool withheld, reader.boolean("withheld"));
    TRY_ASSIGN(const codec::Json::Array* items, reader.array("steps", max_steps));
    std::vector<Step> steps;
    for (const codec::Json& item : *items) {
        TRY_ASSIGN(Step step, read_step(item));
        steps.push_back(std::move(step));
    }
    return draw_transcript(std::move(message), std::move(list), drawn_seed, std::move(steps),
                           withheld ? ListInTranscript::withheld : ListInTranscript::included);
}

} // namespace

TEST_CASE("draw: the committed draws are still drawn, byte for byte") {
    for (const std::string name :
         {"calls", "everybody", "experts", "many", "one", "single_value", "strata", "values", "withheld"}) {
        const codec::Json vector = vector_json(name);
        const auto transcript = draw_vector(vector);
        REQUIRE_MESSAGE(transcript.ok(), name);
        CHECK_MESSAGE(encode_transcript(*transcript) == *vector.find("transcript")->as_string(), name);
        kaibiao::test::record(name, encode_transcript(*transcript));
    }
}

TEST_CASE("draw: the committed numbers are still drawn where many words are rejected") {
    const codec::Json vector = vector_json("numbers");
    codec::ObjectReader reader(vector, "");
    DrawStream stream(reader.bytes<seed_size>("seed").value(), as_bytes(*vector.find("message")->as_string()),
                      static_cast<std::uint32_t>(*vector.find("stratum")->as_integer()));
    const codec::Json::Array& ranges = *vector.find("ranges")->as_array();
    const codec::Json::Array& numbers = *vector.find("numbers")->as_array();
    REQUIRE(ranges.size() == numbers.size());
    for (std::size_t i = 0; i < ranges.size(); ++i)
        CHECK(stream.below(static_cast<std::uint32_t>(*ranges[i].as_integer())) == *numbers[i].as_integer());
}

TEST_CASE("draw: the committed refusals are still refused by their names") {
    const codec::Json vectors = vector_json("refused");
    REQUIRE(vectors.as_array()->size() > 25);
    for (const codec::Json& vector : *vectors.as_array()) {
        const auto transcript = draw_vector(vector);
        const std::string& about = *vector.find("about")->as_string();
        REQUIRE_MESSAGE(!transcript.ok(), about);
        CHECK_MESSAGE(info(transcript.error().code).name == *vector.find("error")->as_string(), about);
    }
}
