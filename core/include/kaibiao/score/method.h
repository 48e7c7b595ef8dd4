#pragma once
/// An evaluation method as data: published with the notice, hashed into it, interpreted by evaluate().
/// docs/formats/method.md describes its JSON form. Enum values are persisted by name.

#include "kaibiao/score/criterion.h"
#include "kaibiao/score/price.h"

namespace kaibiao::score {

enum class AggregationKind : std::uint8_t {
    mean = 1,
    trimmed_mean =
        2,      ///< without one highest and one lowest score where there are at least `trim_from` experts, else mean
    median = 3, ///< of an even number: the mean of the two in the middle
    weighted_mean = 4, ///< Σ weight × score / Σ weight; an expert's weight is that of the group the sheet names
};
/// What becomes one number over the experts: each criterion, each expert's sum of a section, or each expert's sum of
/// all sections.
enum class AggregationLevel : std::uint8_t { criterion = 1, section = 2, total = 3 };

struct GroupWeight {
    GroupKey group = {};
    int weight = 1; ///< 1–100
};
struct Aggregation {
    AggregationKind kind = AggregationKind::mean;
    int trim_from = 0; ///< 3 or more with trimmed_mean, else 0
    AggregationLevel level = AggregationLevel::criterion;
    std::vector<GroupWeight> weights; ///< with weighted_mean only
};

/// A gate that as many experts pass as fail.
enum class GateTie : std::uint8_t {
    keep = 1,  ///< the bid stays
    chair = 2, ///< the chair's vote decides
};

/// Where numbers are rounded; at places not named they stay exact fractions. docs/decisions/004-rounding.md.
struct RoundingPlan {
    std::optional<Rounding> evaluated_price; ///< decimals of a yuan
    std::optional<Rounding> benchmark;       ///< decimals of a yuan
    std::optional<Rounding> deviation;       ///< decimals of a percent
    std::optional<Rounding> price_score;
    std::optional<Rounding> criterion;
    std::optional<Rounding> section;
    std::optional<Rounding> total;
};

enum class RankKey : std::uint8_t {
    total = 1,           ///< descending
    evaluated_price = 2, ///< ascending
    price = 3,           ///< announced, ascending
    technical = 4,       ///< sum of the technical sections, descending
    draw = 5,            ///< last only: bids still tied are put in order by a verifiable draw
};

/// 双信封: the first envelope is judged before any price is opened. Only bids that reach the minimum over all sections,
/// and of these the best `most` (all that are equal to the last one stay), have their price envelope opened.
struct TechnicalStage {
    std::optional<Decimal> minimum;
    std::optional<int> most;
};

/// When checks warn of an abnormally low price (EC 21, GP 60): under this many percent of the mean of the other prices,
/// or of the next higher price. Warnings change no score.
struct AbnormallyLow {
    std::optional<Decimal> percent_of_others;
    std::optional<Decimal> percent_of_next;
};

struct Method {
    PriceRule price;
    std::optional<Money> ceiling; ///< announced prices above it are rejected. IR 27
    std::vector<AdjustmentRule> adjustments;
    std::vector<Section> sections;
    Decimal points; ///< declared; equals the price points plus all sections
    Aggregation aggregation;
    RoundingPlan rounding;
    std::vector<RankKey> ranking; ///< the first decides, the others break ties
    int candidates = 3;           ///< 1–3. EC 45, IR 53
    GateTie gate_tie = GateTie::keep;
    std::vector<Parameter> parameters;
    std::optional<TechnicalStage> technical_stage;
    std::optional<AbnormallyLow> abnormally_low;
};

/// The most that a criterion gives; zero for a gate.
Decimal points_of(const CriterionRule& rule);
/// The most that the price gives; zero where the rule has no points of its own.
Decimal points_of(const PriceRule& rule);
/// Whether bids have a total; without one they are ranked by price alone.
bool has_total(const Method& method);

/// Whether the method can be carried out as written. Places are JSON pointers into its JSON form.
/// Errors: method_malformed, method_weights_wrong, method_range_impossible, formula_malformed, formula_circular,
/// formula_unknown_variable, division_by_zero (a formula whose divisor can be zero), parameter_unknown.
Status check_method(const Method& method);

} // namespace kaibiao::score
