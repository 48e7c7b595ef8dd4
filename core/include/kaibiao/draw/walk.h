#pragma once
/// From rankings to a committee: whoever declines or is replaced gives his place to the next in the ranking that was
/// settled before anybody was called, so that no decline can steer the draw.

#include "kaibiao/draw/list.h"
#include "kaibiao/draw/ranking.h"

namespace kaibiao::draw {

struct Step {
    std::uint32_t stratum = 0;
    std::string expert;
    StepKind kind{};
    Reason reason{};
    bool operator==(const Step&) const = default;
};

struct StratumOutcome {
    std::vector<std::string> members;  ///< who holds each place
    std::vector<std::string> reserve;  ///< who would be called next, at most the stratum's reserve
    std::vector<std::string> replaced; ///< whose conclusions are void (IR art. 48), in the order of leaving
    bool operator==(const StratumOutcome&) const = default;
};

class Walk {
  public:
    /// Ranks every stratum in full; its first `count` are called. `list` outlives the walk. Errors: those of
    /// check_list.
    static Result<Walk> begin(const ExpertList& list, const DrawSeed& seed, ByteView message);
    /// The next in the ranking takes the place. Errors (the walk is unchanged): draw_transcript_malformed for a stratum
    /// that is not there, draw_expert_unknown, draw_expert_wrong_stratum, draw_expert_not_called, draw_reason_unknown,
    /// draw_ranking_exhausted.
    Status apply(const Step& step);
    std::vector<StratumOutcome> outcome() const;
    /// Everybody who may be drawn, in drawn order.
    const std::vector<std::uint32_t>& ranking(std::size_t stratum) const { return strata_[stratum].ranking; }

  private:
    struct Ranked {
        std::vector<std::uint32_t> ranking; ///< positions in the stratum's experts
        std::vector<std::uint32_t> places;  ///< rank of who holds each place
        std::size_t next = 0;               ///< rank of who is called next
        std::vector<std::uint32_t> replaced;
    };
    explicit Walk(const ExpertList& list) : list_(&list) {}
    const std::string& name_of_rank(std::size_t stratum, std::uint32_t rank) const;
    Error refusal_of(const Step& step) const;

    const ExpertList* list_;
    std::vector<Ranked> strata_;
};

/// Errors: those of check_list.
Result<std::string> draw_value(const ValueList& list, const DrawSeed& seed, ByteView message);

} // namespace kaibiao::draw
