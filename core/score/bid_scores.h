#pragma once
// The scores of one valid bid: criteria, sections, total.

#include "aggregate.h"

namespace kaibiao::score {

class BidScorer {
  public:
    BidScorer(const Method& method, const Layout& layout, const ScoreTable& table);

    /// Fills criteria, sections and, where `price_score` is set, the total of `out`.
    /// `at` is the bid's index in the table. Errors: number_overflow.
    Status score(std::size_t at, BidOutcome& out);
    /// The sum of the technical sections.
    Result<Rational> technical(const BidOutcome& scored) const;

  private:
    Status mark_criteria(BidOutcome& out);
    Status mark_sections(BidOutcome& out) const;
    Status mark_total(BidOutcome& out) const;

    const Method& method_;
    const Layout& layout_;
    const ScoreTable& table_;
    std::vector<std::size_t> scored_per_section_;
    Aggregates aggregates_; ///< after mark_criteria the numbers that go on, on their common denominator
};

} // namespace kaibiao::score
