#pragma once
/// The calculation behind each bid's rank, step by step with exact fractions, as data for people's eyes.

#include "kaibiao/score/outcome.h"

#include <memory>

namespace kaibiao::score {

/// Persisted by name.
enum class StepKind : std::uint8_t {
    adjustment = 1,       ///< operands: announced price in yuan, quantity, yuan or percent per unit; signed result
    evaluated_price = 2,  ///< operands: announced price, adjustments; result: their sum
    price_score = 3,      ///< operands as the price rule uses them: docs/formats/method.md
    criterion = 4,        ///< operands: the experts' scores, ascending by expert
    section = 5,          ///< operands: its criteria, or the experts' sums
    total = 6,            ///< operands: price score, sections; or as the price rule combines them
    rejection = 7,        ///< no numbers; the subject is the failed gate, if any
    rank = 8,             ///< result: the rank
    drawn = 9,            ///< operand: the index; result: the parameter's value
    counted_prices = 10,  ///< operands: the prices that count for the benchmark; result: their mean
    second_mean = 11,     ///< operands: the numbers meant again
    ceiling_mix = 12,     ///< operands: ceiling, its weight, the mean
    benchmark = 13,       ///< operands: the mean, K in percent
    deviation = 14,       ///< operands: evaluated price, benchmark; result in percent
    derived_score = 15,   ///< operands: the objective number an expert entered; with a formula also the lowest, highest
                          ///< and mean of that expert's numbers for the bids that passed the gates, and how many these
                          ///< are; result: the score, exact before a formula's limits
    quality = 16,         ///< operands: sections, or the experts' sums; result: all sections together
    technical_stage = 17, ///< operands: quality, minimum where there is one; subject: the outcome
};

struct ExplanationStep {
    StepKind kind{};
    std::string subject; ///< key of the adjustment, criterion, section or parameter
    std::vector<Rational> operands;
    Mark result;
};

/// What the explanations of one evaluation have in common.
struct ExplainedEvaluation;

/// The calculations behind the bids of one evaluation. What they share is made once, so that the work for all of them
/// grows with their number and no faster, but for what a rule lists of every bid.
class Explainer {
  public:
    /// Evaluates. Method, bids and sheets must outlive it. Errors: those of evaluate.
    static Result<Explainer> create(const Method& method, std::span<const BidInput> bids,
                                    std::span<const ScoreSheet> sheets, const Drawn& drawn = {});
    /// The same up to the technical stage, of what evaluate_technical makes of the bids: no price is looked at.
    /// Errors: those of evaluate_technical.
    static Result<Explainer> create_technical(const Method& method, std::span<const BidInput> bids,
                                              std::span<const ScoreSheet> sheets, const Drawn& drawn = {});

    /// In the order in which the numbers come about. Errors: score_unknown_bid, number_overflow.
    Result<std::vector<ExplanationStep>> of(const BidId& bid) const;

  private:
    explicit Explainer(std::shared_ptr<const ExplainedEvaluation> shared) : shared_(std::move(shared)) {}

    std::shared_ptr<const ExplainedEvaluation> shared_;
};

} // namespace kaibiao::score
