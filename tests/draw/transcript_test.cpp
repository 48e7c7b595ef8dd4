#include "draw/draw_builder.h"

#include "record.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

#include <functional>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;

namespace {

Result<VerifiedDraw> verify_text(std::string_view text) {
    TRY_ASSIGN(const Transcript transcript, decode_transcript(as_bytes(text)));
    return verify_transcript(transcript, {});
}

std::vector<Step> some_steps() {
    const auto first = first_outcome(two_strata(), 0);
    const auto second = first_outcome(two_strata(), 1);
    return {{0, first.members[1], StepKind::declined, Reason::unreachable},
            {1, second.members[0], StepKind::replaced, Reason::health}};
}

Transcript expert_transcript() { return transcript_of(two_strata(), 1, some_steps()); }

/// The refusal of a transcript that was changed in one member and given the digest that then fits.
std::string refusal_of(const std::function<void(Transcript&)>& change) {
    Transcript changed = expert_transcript();
    change(changed);
    const auto verified = verify_text(encode_transcript(changed));
    return verified.ok() ? "accepted" : std::string(info(verified.error().code).name);
}

std::vector<StratumOutcome>& strata(Transcript& transcript) {
    return std::get<std::vector<StratumOutcome>>(transcript.outcome);
}

} // namespace

TEST_CASE("draw: a transcript verifies and is its own encoding") {
    for (const Transcript& transcript : {expert_transcript(), transcript_of(values())}) {
        const std::string text = encode_transcript(transcript);
        const auto decoded = decode_transcript(as_bytes(text));
        REQUIRE(decoded.ok());
        CHECK(*decoded == transcript);
        CHECK(encode_transcript(*decoded) == text);
        const auto verified = verify_text(text);
        REQUIRE(verified.ok());
        CHECK(verified->message == message_for(*transcript.list));
        kaibiao::test::record("transcript", text);
    }
}

TEST_CASE("draw: a transcript that withholds its list verifies with that list only") {
    Transcript transcript = expert_transcript();
    const std::string list = *transcript.list;
    transcript.list.reset();
    CHECK(code_of(verify_transcript(transcript, {})) == ErrorCode::draw_list_missing);
    CHECK(verify_transcript(transcript, list).ok());
    CHECK(code_of(verify_transcript(transcript, text_of(values()))) == ErrorCode::draw_list_mismatch);
    transcript.list = list;
    CHECK(verify_transcript(transcript, list).ok());
    CHECK(code_of(verify_transcript(transcript, list + " ")) == ErrorCode::draw_list_mismatch);
}

TEST_CASE("draw: every single-bit flip of a transcript is refused") {
    ExpertList list = one_stratum(9, 5, 1, 1);
    const std::string text = encode_transcript(transcript_of(list));
    int accepted = 0;
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
        accepted += verify_text(changed).ok() ? 1 : 0;
    }
    CHECK(accepted == 0);
}

TEST_CASE("draw: a transcript cut short anywhere is refused") {
    const std::string text = encode_transcript(expert_transcript());
    int accepted = 0;
    for (std::size_t length = 0; length < text.size(); ++length)
        accepted += decode_transcript(as_bytes(text.substr(0, length))).ok() ? 1 : 0;
    CHECK(accepted == 0);
}

TEST_CASE("draw: a changed byte is refused by the digest") {
    std::string text = encode_transcript(expert_transcript());
    text.replace(text.find("unreachable"), 11, "unavailable");
    CHECK(code_of(verify_text(text)) == ErrorCode::draw_transcript_changed);
}

TEST_CASE("draw: each changed member is refused even under a digest that fits") {
    CHECK(refusal_of([](Transcript&) {}) == "accepted");
    CHECK(refusal_of([](Transcript& t) { t.seed[63] ^= 1; }) == "draw_expert_not_called");
    CHECK(refusal_of([](Transcript& t) {
              t.seed[0] ^= 1;
              t.steps.clear();
          }) == "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { t.message += " "; }) == "draw_message_malformed");
    CHECK(refusal_of([](Transcript& t) {
              DrawMessage other = decode_message(as_bytes(t.message)).value();
              other.freezing[0] ^= 1;
              t.message = encode_message(other);
          }) == "draw_expert_not_called"); // another message is another ranking
    CHECK(refusal_of([](Transcript& t) { t.list->replace(t.list->find("employment"), 10, "supervisor"); }) ==
          "draw_list_mismatch");
    CHECK(refusal_of([](Transcript& t) { t.list.reset(); }) == "draw_list_missing");
    CHECK(refusal_of([](Transcript& t) { t.steps.pop_back(); }) == "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { t.steps[1].kind = StepKind::declined; }) == "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { t.steps[0].stratum = 1; }) == "draw_expert_wrong_stratum");
    CHECK(refusal_of([](Transcript& t) { t.steps[0].stratum = 2; }) == "draw_transcript_malformed");
    CHECK(refusal_of([](Transcript& t) { t.steps[0].expert = "nobody"; }) == "draw_expert_unknown");
    CHECK(refusal_of([](Transcript& t) { t.steps.push_back(t.steps[0]); }) == "draw_expert_not_called");
    CHECK(refusal_of([](Transcript& t) { std::swap(strata(t)[0].members[0], strata(t)[0].members[1]); }) ==
          "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { strata(t)[0].reserve.pop_back(); }) == "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { strata(t)[1].replaced.clear(); }) == "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { strata(t).pop_back(); }) == "draw_result_wrong");
    CHECK(refusal_of([](Transcript& t) { t.outcome = std::string("0.95"); }) == "draw_result_wrong");
}

TEST_CASE("draw: a wrong result is refused with the place of its first difference") {
    Transcript changed = expert_transcript();
    strata(changed)[1].reserve[0] = "somebody";
    CHECK(place_of(verify_transcript(changed, {})) == "/result/strata/1/reserve");
    Transcript value = transcript_of(values());
    value.outcome = std::string(std::get<std::string>(value.outcome) == "0.95" ? "0.96" : "0.95");
    CHECK(code_of(verify_transcript(value, {})) == ErrorCode::draw_result_wrong);
    CHECK(place_of(verify_transcript(value, {})) == "/result");
}

TEST_CASE("draw: a value cannot decline") {
    Transcript value = transcript_of(values());
    value.steps = {{0, "0.95", StepKind::declined, Reason::unavailable}};
    CHECK(code_of(verify_text(encode_transcript(value))) == ErrorCode::draw_transcript_malformed);
}

TEST_CASE("draw: a step's refusal names the step") {
    Transcript changed = expert_transcript();
    changed.steps.push_back({0, "nobody", StepKind::declined, Reason::unavailable});
    CHECK(place_of(verify_transcript(changed, {})) == "/steps/2");
}

TEST_CASE("draw: a transcript of another form is refused") {
    const codec::Json json = codec::parse_canonical(as_bytes(encode_transcript(expert_transcript()))).value();
    const auto with = [&json](std::string_view key, codec::Json value) {
        codec::Json changed = json;
        changed.set(key, std::move(value));
        return code_of(decode_transcript(as_bytes(codec::dump_canonical(changed))));
    };
    CHECK(with("format", codec::Json("kaibiao/draw-transcript/v2")) == ErrorCode::draw_transcript_malformed);
    CHECK(with("list", codec::Json(1)) == ErrorCode::json_member_type);
    CHECK(with("result", codec::Json::object()) == ErrorCode::json_member_missing);
    CHECK(with("result", codec::Json::object().set("value", "1").set("strata", codec::Json::array())) ==
          ErrorCode::json_member_unknown);
    CHECK(with("seed", codec::Json("AAAA")) == ErrorCode::length_wrong);
    CHECK(with("more", codec::Json(1)) == ErrorCode::json_member_unknown);
    codec::Json step = codec::Json::object()
                           .set("expert", "structuresE00001")
                           .set("kind", "declined")
                           .set("reason", "bored")
                           .set("stratum", 0);
    CHECK(with("steps", codec::Json(codec::Json::Array{step})) == ErrorCode::draw_reason_unknown);
    step.set("kind", "vanished");
    CHECK(with("steps", codec::Json(codec::Json::Array{step})) == ErrorCode::draw_transcript_malformed);
    step.set("expert", "somebody else");
    CHECK(with("steps", codec::Json(codec::Json::Array{step})) == ErrorCode::draw_transcript_malformed);
}

TEST_CASE("draw: a list or a message that is wrong makes no transcript") {
    const std::string list = text_of(two_strata());
    const std::string message = encode_message(message_for(list));
    const auto draw = [](const std::string& m, const std::string& l) {
        return code_of(draw_transcript(m, l, seed(1), {}, ListInTranscript::included));
    };
    CHECK(draw(message, text_of(values())) == ErrorCode::draw_list_mismatch);
    CHECK(draw("{}", list) == ErrorCode::draw_message_malformed);
    std::string small = list;
    small.replace(small.find("\"count\":3"), 9, "\"count\":0");
    CHECK(draw(encode_message(message_for(small)), small) == ErrorCode::draw_count_zero);
    CHECK(code_of(draw_transcript(message, list, seed(1), std::vector<Step>(max_steps + 1),
                                  ListInTranscript::included)) == ErrorCode::draw_transcript_malformed);
}
