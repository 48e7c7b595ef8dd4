#include "kaibiao/draw/transcript.h"

#include <utility>

namespace kaibiao::draw {

namespace {

Error at_step(const Error& error, std::size_t step) {
    return Error(error.code, numbered("/steps/", step) + error.place, error.detail);
}

Result<DrawOutcome> draw_experts(const ExpertList& list, const DrawSeed& seed, ByteView message,
                                 const std::vector<Step>& steps) {
    TRY_ASSIGN(Walk walk, Walk::begin(list, seed, message));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Status applied = walk.apply(steps[i]);
        if (!applied.ok()) return at_step(applied.error(), i);
    }
    return DrawOutcome(walk.outcome());
}

Result<DrawOutcome> draw_outcome(const DrawList& list, const Transcript& transcript) {
    const ByteView message = as_bytes(transcript.message);
    if (const auto* experts = std::get_if<ExpertList>(&list))
        return draw_experts(*experts, transcript.seed, message, transcript.steps);
    if (!transcript.steps.empty())
        return Error(ErrorCode::draw_transcript_malformed, "/steps", "a value cannot decline");
    TRY_ASSIGN(std::string value, draw_value(std::get<ValueList>(list), transcript.seed, message));
    return DrawOutcome(std::move(value));
}

Result<VerifiedDraw> read_committed(const std::string& message_text, const std::string& list_text) {
    TRY_ASSIGN(const DrawMessage message, decode_message(as_bytes(message_text)));
    if (list_hash(as_bytes(list_text)) != message.list) return Error(ErrorCode::draw_list_mismatch, "/list");
    TRY_ASSIGN(DrawList list, decode_list(as_bytes(list_text)));
    return VerifiedDraw{message, std::move(list)};
}

/// The pointer of the first member of the result that differs.
std::string first_difference(const DrawOutcome& claimed, const DrawOutcome& drawn) {
    const auto* left = std::get_if<std::vector<StratumOutcome>>(&claimed);
    const auto* right = std::get_if<std::vector<StratumOutcome>>(&drawn);
    if (left == nullptr || right == nullptr || left->size() != right->size()) return "/result";
    for (std::size_t s = 0; s < left->size(); ++s) {
        const std::string place = numbered("/result/strata/", s);
        if ((*left)[s].members != (*right)[s].members) return place + "/members";
        if ((*left)[s].reserve != (*right)[s].reserve) return place + "/reserve";
        if ((*left)[s].replaced != (*right)[s].replaced) return place + "/replaced";
    }
    return "/result";
}

} // namespace

Result<Transcript> draw_transcript(std::string message, std::string list, const DrawSeed& seed, std::vector<Step> steps,
                                   ListInTranscript where) {
    if (steps.size() > max_steps) return Error(ErrorCode::draw_transcript_malformed, "/steps");
    TRY_ASSIGN(const VerifiedDraw committed, read_committed(message, list));
    Transcript transcript;
    transcript.message = std::move(message);
    transcript.seed = seed;
    transcript.steps = std::move(steps);
    TRY_ASSIGN(transcript.outcome, draw_outcome(committed.list, transcript));
    if (where == ListInTranscript::included) transcript.list = std::move(list);
    return transcript;
}

Result<VerifiedDraw> verify_transcript(const Transcript& transcript, const std::optional<std::string>& list) {
    if (!transcript.list && !list) return Error(ErrorCode::draw_list_missing, "/list");
    if (transcript.list && list && *transcript.list != *list) return Error(ErrorCode::draw_list_mismatch, "/list");
    TRY_ASSIGN(VerifiedDraw committed, read_committed(transcript.message, list ? *list : *transcript.list));
    TRY_ASSIGN(const DrawOutcome drawn, draw_outcome(committed.list, transcript));
    if (drawn != transcript.outcome)
        return Error(ErrorCode::draw_result_wrong, first_difference(transcript.outcome, drawn));
    return committed;
}

} // namespace kaibiao::draw
