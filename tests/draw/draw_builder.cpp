#include "draw/draw_builder.h"

#include "kaibiao/crypto/hash.h"

#include <doctest/doctest.h>

namespace kaibiao::draw::test {

namespace {

Digest digest_of(std::string_view text) { return crypto::sha256(as_bytes(text)); }

} // namespace

DrawSeed seed(std::uint64_t number) {
    Bytes counter;
    append_u64_be(counter, number);
    return crypto::sha512({as_bytes("seed of a test"), counter});
}

std::string expert_name(std::size_t number) {
    const std::string digits = std::to_string(number);
    return "E" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

std::vector<Candidate> candidates(std::size_t count, const std::string& speciality, const std::string& region) {
    std::vector<Candidate> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back({speciality + expert_name(i), speciality, region});
    return out;
}

Stratum places(const std::string& speciality, const std::string& region, std::uint32_t count, std::uint32_t reserve) {
    return {speciality, region, count, reserve, {}};
}

ExpertList two_strata() {
    ExpertList list;
    list.salt = digest_of("salt of a test");
    list.committee = {5, 2, 0};
    list.strata = {places("structures", "43", 3, 2), places("costs", "43", 2, 2)};
    list.exclusions = {{"structuresE00007", Reason::near_relative}, {"costsE00003", Reason::employment}};
    std::vector<Candidate> all = candidates(40, "structures", "43");
    for (Candidate& candidate : candidates(25, "costs", "43")) all.push_back(std::move(candidate));
    return arrange(std::move(list), all).value();
}

ExpertList one_stratum(std::size_t experts, std::uint32_t count, std::uint32_t reserve, std::size_t excluded) {
    ExpertList list;
    list.salt = digest_of("salt of one stratum");
    list.strata = {places("roads", "11", count, reserve)};
    for (std::size_t i = 0; i < excluded; ++i)
        list.exclusions.push_back({"roads" + expert_name(i), Reason::economic_interest});
    return arrange(std::move(list), candidates(experts, "roads", "11")).value();
}

ValueList values() { return {"K", {"0.95", "0.955", "0.96", "0.965", "0.97", "0.975", "0.98"}}; }

std::string text_of(const DrawList& list) {
    auto text = encode_list(list);
    REQUIRE_MESSAGE(text.ok(), describe(text.error()));
    return *text;
}

DrawMessage message_for(std::string_view list_text) {
    DrawMessage message;
    message.lot = LotId(ByteArray<16>{0x11, 0x22});
    message.draw = DrawId(ByteArray<16>{0x33, 0x44});
    message.list = list_hash(as_bytes(list_text));
    message.freezing = digest_of("freezing event");
    return message;
}

Transcript transcript_of(const DrawList& list, std::uint64_t number, std::vector<Step> steps) {
    const std::string text = text_of(list);
    auto transcript = draw_transcript(encode_message(message_for(text)), text, seed(number), std::move(steps),
                                      ListInTranscript::included);
    REQUIRE_MESSAGE(transcript.ok(), describe(transcript.error()));
    return std::move(transcript).value();
}

StratumOutcome first_outcome(const DrawList& list, std::size_t s, std::uint64_t number) {
    return std::get<std::vector<StratumOutcome>>(transcript_of(list, number).outcome)[s];
}

} // namespace kaibiao::draw::test
