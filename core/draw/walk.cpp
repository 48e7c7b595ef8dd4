#include "kaibiao/draw/walk.h"

#include <algorithm>

namespace kaibiao::draw {

namespace {

bool holds(const std::vector<std::string>& experts, const std::string& expert) {
    return std::find(experts.begin(), experts.end(), expert) != experts.end();
}

} // namespace

Result<Walk> Walk::begin(const ExpertList& list, const DrawSeed& seed, ByteView message) {
    TRY_ASSIGN(const Eligible eligible, check_list(list));
    Walk walk(list);
    for (std::uint32_t s = 0; s < eligible.size(); ++s) {
        DrawStream stream(seed, message, s);
        Ranked ranked;
        ranked.ranking = full_ranking(stream, static_cast<std::uint32_t>(eligible[s].size()));
        for (std::uint32_t& rank : ranked.ranking) rank = eligible[s][rank];
        for (std::uint32_t rank = 0; rank < list.strata[s].count; ++rank) ranked.places.push_back(rank);
        ranked.next = ranked.places.size();
        walk.strata_.push_back(std::move(ranked));
    }
    return walk;
}

const std::string& Walk::name_of_rank(std::size_t stratum, std::uint32_t rank) const {
    return list_->strata[stratum].experts[strata_[stratum].ranking[rank]];
}

Error Walk::refusal_of(const Step& step) const {
    if (holds(list_->strata[step.stratum].experts, step.expert))
        return Error(ErrorCode::draw_expert_not_called, {}, step.expert);
    for (const Stratum& stratum : list_->strata)
        if (holds(stratum.experts, step.expert)) return Error(ErrorCode::draw_expert_wrong_stratum, {}, step.expert);
    return Error(ErrorCode::draw_expert_unknown, {}, step.expert);
}

Status Walk::apply(const Step& step) {
    if (step.stratum >= strata_.size()) return Error(ErrorCode::draw_transcript_malformed, "/stratum");
    if (!fits(step.reason, step.kind)) return Error(ErrorCode::draw_reason_unknown, "/reason");
    Ranked& ranked = strata_[step.stratum];
    const auto place = std::find_if(ranked.places.begin(), ranked.places.end(), [&](std::uint32_t rank) {
        return name_of_rank(step.stratum, rank) == step.expert;
    });
    if (place == ranked.places.end()) return refusal_of(step);
    if (ranked.next == ranked.ranking.size()) return Error(ErrorCode::draw_ranking_exhausted, {}, step.expert);
    if (step.kind == StepKind::replaced) ranked.replaced.push_back(*place);
    *place = static_cast<std::uint32_t>(ranked.next++);
    return ok();
}

std::vector<StratumOutcome> Walk::outcome() const {
    std::vector<StratumOutcome> outcome(strata_.size());
    for (std::size_t s = 0; s < strata_.size(); ++s) {
        const Ranked& ranked = strata_[s];
        for (const std::uint32_t rank : ranked.places) outcome[s].members.push_back(name_of_rank(s, rank));
        for (const std::uint32_t rank : ranked.replaced) outcome[s].replaced.push_back(name_of_rank(s, rank));
        const std::size_t end = std::min(ranked.ranking.size(), ranked.next + list_->strata[s].reserve);
        for (std::size_t rank = ranked.next; rank < end; ++rank)
            outcome[s].reserve.push_back(name_of_rank(s, static_cast<std::uint32_t>(rank)));
    }
    return outcome;
}

Result<std::string> draw_value(const ValueList& list, const DrawSeed& seed, ByteView message) {
    TRY(check_list(list));
    DrawStream stream(seed, message, 0);
    return list.values[stream.below(static_cast<std::uint32_t>(list.values.size()))];
}

} // namespace kaibiao::draw
