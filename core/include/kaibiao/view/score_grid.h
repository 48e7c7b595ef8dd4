#pragma once
/// The score grid: bids × criteria × experts, with what the calculation makes of them, as plain data.

#include "kaibiao/tender/lot_state.h"
#include "kaibiao/view/score_checks.h"

namespace kaibiao::view {

/// Persisted by name.
enum class CellState : std::uint8_t {
    missing = 1, ///< the expert has not signed
    score = 2,
    pass = 3,
    fail = 4,
    not_needed =
        5, ///< signed without it: the expert failed the bid at a gate, or the bid was rejected before the scores
};

struct GridCell {
    CellState state = CellState::missing;
    std::optional<Decimal> score;
    /// score − median of the experts' scores; absent without a score.
    std::optional<Rational> deviation;
};

struct GridExpert {
    tender::Member member;
    std::optional<Instant> signed_at;
};

struct GridCriterion {
    score::SectionKey section;
    score::CriterionKey key;
    score::Text title;
    score::CriterionRule rule;
    score::Judgement judgement = score::Judgement::subjective;
};

struct GridBid {
    tender::AnnouncedBid announced;
    int number = 0;             ///< as on the opening board
    std::optional<Money> price; ///< with two envelopes that of the price envelope, once it is opened
    /// [criterion][expert]
    std::vector<std::vector<GridCell>> cells;
};

struct ScoreGrid {
    std::vector<GridExpert> experts;
    std::vector<GridCriterion> criteria;
    std::vector<GridBid> bids; ///< by number
    /// What the calculation gives (docs/formats/result.md), and what the tenderer signs of it; null and absent until
    /// every sheet is signed. With two envelopes first the technical result, and that of the lot after the prices.
    codec::Json outcome;
    std::optional<Digest> outcome_digest;
    /// check_lot_scores for the same audience.
    std::optional<score::CheckReport> checks;
};

/// Whose scores to show: everybody's, or one expert's own (blind to the others, no outcome).
struct GridAudience {
    std::optional<std::string> only_expert;
};

/// Empty before the announcement.
ScoreGrid make_score_grid(const tender::LotState& lot, const GridAudience& audience);
codec::Json write_score_grid(const ScoreGrid& grid);

} // namespace kaibiao::view
