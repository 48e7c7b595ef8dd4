#pragma once
/// The calculation behind one bid's rank, step by step with exact fractions, as data for people's eyes.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

enum class StepKind : std::uint8_t {
    adjustment = 1,      ///< operands: announced price in yuan, quantity, yuan or percent per unit; signed result
    evaluated_price = 2, ///< operands: announced price, adjustments; result: their sum
    price_score = 3,     ///< operands: reference price, evaluated price, points
    criterion = 4,       ///< operands: the experts' scores, ascending by expert
    section = 5,         ///< operands: its criteria
    total = 6,           ///< operands: price score, sections
    rejection = 7,       ///< no numbers; the subject is the failed gate, if any
    rank = 8,            ///< result: the rank
};

struct ExplanationStep {
    StepKind kind{};
    std::string subject; ///< key of the adjustment, criterion or section
    std::vector<Rational> operands;
    Mark result;
};

/// Errors: those of evaluate; score_unknown_bid.
Result<std::vector<ExplanationStep>> explain(const Method& method, std::span<const BidInput> bids,
                                             std::span<const ScoreSheet> sheets, const BidId& bid);

} // namespace kaibiao::score
