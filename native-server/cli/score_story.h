#pragma once
/// The calculation behind each bid as lines that can be followed by hand: an expression of exact fractions, its value,
/// what it was rounded to and how.

#include "kaibiao/score/explain.h"
#include "kaibiao/tender/score_input.h"

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
/// Errors: those of explain and explain_technical.
Result<std::vector<std::string>> story_of(const ScoreCase& about, const score::BidOutcome& bid);

} // namespace kaibiao::cli
