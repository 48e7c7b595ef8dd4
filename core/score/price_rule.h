#pragma once
// What each price rule provides: one file per rule, dispatched in price_rule.cpp. A new rule is a new alternative of
// PriceRule and a new file with these functions.

#include "kaibiao/score/explain.h"
#include "parameters.h"

namespace kaibiao::score {

/// `prices` are the evaluated prices, all positive, of the bids that are still valid.
struct PriceInputs {
    const Method& method;
    const DrawnValues& drawn;
    std::span<const Rational> prices;
};

struct PriceScores {
    std::vector<Rational> scores; ///< one for each price; empty for rules without points of their own
    std::vector<Mark> deviations; ///< benchmark rules only
    std::optional<Rational> reference;
    std::vector<ExplanationStep> trace; ///< how the reference came about
};

/// What a total is made of.
struct TotalInputs {
    std::optional<Rational> price_score; ///< as it goes on
    Rational quality;
    Rational evaluated_price;
};

/// How a rule stands to the rest of the method.
struct RuleTraits {
    RankKey first_key = RankKey::total; ///< the only key that may stand first in the ranking
    /// Decimals that the rule's reference needs beyond those of the evaluated price (docs/decisions/004-rounding.md).
    int extra_digits = 0;
};

/// Limits of the method alone. Errors: method_range_impossible, method_malformed, method_weights_wrong,
/// parameter_unknown.
Status check_rule(const LowPrice& rule, const Method& method);
Status check_rule(const LowestEvaluated& rule, const Method& method);
Status check_rule(const Benchmark& rule, const Method& method);
Status check_rule(const QualityCost& rule, const Method& method);
Status check_rule(const PriceRange& rule, const Method& method);
Status check_rule(const FixedReference& rule, const Method& method);
Status check_rule(const QualityPerPrice& rule, const Method& method);
Status check_price_rule(const Method& method);

RuleTraits traits_of(const LowPrice& rule, const Method& method);
RuleTraits traits_of(const LowestEvaluated& rule, const Method& method);
RuleTraits traits_of(const Benchmark& rule, const Method& method);
RuleTraits traits_of(const QualityCost& rule, const Method& method);
RuleTraits traits_of(const PriceRange& rule, const Method& method);
RuleTraits traits_of(const FixedReference& rule, const Method& method);
RuleTraits traits_of(const QualityPerPrice& rule, const Method& method);
RuleTraits price_traits(const Method& method);

/// Whether the announced price alone rejects the bid.
std::optional<RejectionReason> price_fault(const Method& method, Money price);

Result<PriceScores> price_scores(const LowPrice& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const LowestEvaluated& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const Benchmark& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const QualityCost& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const PriceRange& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const FixedReference& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const QualityPerPrice& rule, const PriceInputs& in);
Result<PriceScores> price_scores(const PriceInputs& in);

/// Only for methods with a total. Where a rule has no way of its own: price score + quality.
Result<Rational> total_of(const QualityCost& rule, const TotalInputs& in);
Result<Rational> total_of(const QualityPerPrice& rule, const TotalInputs& in);
Result<Rational> total_of(const Method& method, const TotalInputs& in);

/// The minimum over all sections below which a bid is rejected, if the method has one.
std::optional<Decimal> minimum_quality(const Method& method);

/// `prices` is not empty.
const Rational& lowest_of(std::span<const Rational> prices);
const Rational& highest_of(std::span<const Rational> prices);
/// Points of a price rule: positive, with at most 6 decimals. Errors: method_range_impossible at `/price/points`.
Status check_price_points(const Decimal& points);

} // namespace kaibiao::score
