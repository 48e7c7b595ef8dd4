#pragma once
/// The calculation behind each bid as lines that can be followed by hand: an expression of exact fractions, its value,
/// what it was rounded to and how.

#include "kaibiao/score/explain.h"
#include "kaibiao/tender/score_input.h"

#include <map>
#include <string>
#include <vector>

namespace kaibiao::cli {

enum class Evaluated : std::uint8_t { whole, technical };

/// `bids` is what evaluate or evaluate_technical made of them.
struct ScoreCase {
    const score::Method& method;
    const tender::ScoreInput& input;
    const std::vector<score::BidOutcome>& bids;
    Evaluated extent = Evaluated::whole;
};

/// Whose score stands where in the lines; empty without experts.
std::string experts_line(const ScoreCase& about);

/// One expert's sheet, with the cells of each bid together.
struct SortedSheet {
    const score::ScoreSheet* sheet = nullptr;
    std::vector<const score::Cell*> cells; ///< ascending by bid
};

/// The stories of all bids of an evaluation, which must outlive them.
class BidStories {
  public:
    /// Errors: those of Explainer.
    static Result<BidStories> of(const ScoreCase& about);
    /// `bid` is one of the evaluation's. Errors: number_overflow.
    Result<std::vector<std::string>> tell(const score::BidOutcome& bid) const;

  private:
    BidStories(const ScoreCase& about, score::Explainer explainer);

    const ScoreCase& about_;
    score::Explainer explainer_;
    std::vector<SortedSheet> sheets_; ///< ascending by expert
    std::map<BidId, Money> prices_;
};

} // namespace kaibiao::cli
