#pragma once
/// The calculation behind each bid as lines that can be followed by hand: an expression of exact fractions, its value,
/// what it was rounded to and how.

#include "kaibiao/score/explain.h"
#include "kaibiao/tender/score_input.h"

#include <string>
#include <vector>

namespace kaibiao::cli {

/// `outcome` is what evaluate made of the others.
struct ScoreCase {
    const score::Method& method;
    const tender::ScoreInput& input;
    const score::Outcome& outcome;
};

/// Whose score stands where in the lines; empty without experts.
std::string experts_line(const ScoreCase& about);
/// Errors: those of explain.
Result<std::vector<std::string>> story_of(const ScoreCase& about, const score::BidOutcome& bid);

} // namespace kaibiao::cli
