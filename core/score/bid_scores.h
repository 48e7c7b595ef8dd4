#pragma once
// What the experts make of one valid bid: criteria, sections, and all sections together.

#include "aggregate.h"

namespace kaibiao::score {

/// At the level where the method aggregates, the experts' numbers for a bid, in one row each.
struct LevelRows {
    std::vector<std::int64_t> numbers;
    std::size_t columns = 0;
};

class BidScorer {
  public:
    BidScorer(const Method& method, const ScoreTable& table);

    /// Fills criteria, sections and quality of `out`; returns the sum of the technical sections.
    /// `at` is the bid's index in the table, whose scores are derived. Errors: number_overflow.
    Result<Rational> score(std::size_t at, BidOutcome& out);

    /// Above the criterion level: in millionths, the experts' sums for each section; or, at the total level, for all
    /// sections and for the technical ones.
    LevelRows level_rows(std::size_t at) const;

  private:
    Result<Rational> score_criteria(std::size_t at, BidOutcome& out);
    Result<Rational> score_sections(std::size_t at, BidOutcome& out);
    Result<Rational> score_total(std::size_t at, BidOutcome& out);
    Status mark_criteria(BidOutcome& out);
    Status mark_sections(BidOutcome& out) const;
    Status add_quality(BidOutcome& out) const;
    Result<Rational> technical(const BidOutcome& scored) const;

    const Method& method_;
    const ScoreTable& table_;
    std::vector<std::size_t> scored_per_section_;
    /// Column i is numerators_[i] / denominator_: one for all, so that sums of criteria are sums of integers.
    std::vector<std::int64_t> numerators_;
    std::int64_t denominator_ = 1;
};

} // namespace kaibiao::score
