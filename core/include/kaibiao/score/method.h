#pragma once
/// An evaluation method as data: published with the notice, hashed into it, interpreted by evaluate().
/// docs/formats/method.md describes its JSON form. Enum values are persisted by name.

#include "kaibiao/base/decimal.h"
#include "kaibiao/base/money.h"
#include "kaibiao/score/key.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kaibiao::score {

/// Points, steps, quantities and percentages have at most this many decimals …
inline constexpr int max_places = 6;
/// … and are at most this large, so that sums of scores stay far inside 64 bits.
inline constexpr std::int64_t max_points = 1'000'000;
inline constexpr std::size_t max_sections = 100;
inline constexpr std::size_t max_criteria = 1000;
inline constexpr std::size_t max_bands = 20;
inline constexpr std::size_t max_adjustments = 100;
inline constexpr std::size_t max_experts = 1000;

/// Words for people, in the two languages of the screens; either may be empty. They do not enter any calculation.
struct Text {
    std::string zh;
    std::string en;
};

/// The multiples of `step` from `minimum` to `maximum`, both included.
struct StepRange {
    Decimal minimum;
    Decimal maximum;
    Decimal step;
};

// ---- prices

enum class Direction : std::uint8_t { add = 1, deduct = 2 };
/// Yuan for each unit of the quantity.
struct AmountPerUnit {
    Money amount;
};
/// Percent of the announced price for each unit of the quantity.
struct PercentPerUnit {
    Decimal percent;
};

/// One stated rule that turns the announced price into the evaluated price: days late, an omitted item, the deduction
/// for small enterprises (EC 29–33, GP 55).
struct AdjustmentRule {
    AdjustmentKey key;
    Text title;
    std::string clause; ///< of the tender document
    Direction direction = Direction::add;
    std::variant<AmountPerUnit, PercentPerUnit> effect;
    StepRange quantity;
};

/// 综合评分法: score = lowest evaluated price / evaluated price × points. GP 55.
struct LowPrice {
    Decimal points;
};
/// 经评审的最低投标价法: ascending by evaluated price; announced prices under `minimum_price` are rejected as below
/// cost. EC 29–33. No points.
struct LowestEvaluated {
    std::optional<Money> minimum_price;
};
using PriceRule = std::variant<LowPrice, LowestEvaluated>;

// ---- criteria

/// Each expert votes; the bid is rejected when more than half of the experts vote fail.
struct Gate {};
/// Any multiple of the step within the range.
struct FreeScore {
    StepRange range;
};
struct Band {
    Text title; ///< 优, 良, 中, 差
    Decimal minimum;
    Decimal maximum;
};
/// A multiple of the step within one of the bands, listed best first and disjoint; between two bands there may be a
/// gap.
struct BandedScore {
    std::vector<Band> bands;
    Decimal step;
};
using CriterionRule = std::variant<Gate, FreeScore, BandedScore>;

enum class Judgement : std::uint8_t { subjective = 1, objective = 2 };

struct Criterion {
    CriterionKey key;
    Text title;
    Text guidance;
    std::string clause; ///< of the tender document
    Judgement judgement = Judgement::subjective;
    CriterionRule rule;
};

enum class SectionKind : std::uint8_t {
    preliminary = 1, ///< 初步评审: form, qualification, response
    commercial = 2,  ///< 商务
    technical = 3,   ///< 技术; the tie key `technical` adds these up
};

struct Section {
    SectionKey key;
    Text title;
    SectionKind kind = SectionKind::technical;
    Decimal points; ///< declared; equals the sum of its criteria
    std::vector<Criterion> criteria;
};

// ---- from scores to ranks

enum class AggregationKind : std::uint8_t {
    mean = 1,
    trimmed_mean =
        2,      ///< without one highest and one lowest score where there are at least `trim_from` experts, else mean
    median = 3, ///< of an even number: the mean of the two in the middle
};
/// How the experts' scores for one criterion become one number.
struct Aggregation {
    AggregationKind kind = AggregationKind::mean;
    int trim_from = 0; ///< 3 or more with trimmed_mean, else 0
};

struct Rounding {
    int places = 2;
    RoundingMode mode = RoundingMode::half_up;
};
/// Where numbers are rounded; at places not named they stay exact fractions. docs/decisions/004-rounding.md.
struct RoundingPlan {
    std::optional<Rounding> evaluated_price; ///< decimals of a yuan
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
};

/// The most that a criterion gives; zero for a gate.
Decimal points_of(const CriterionRule& rule);
/// The most that the price gives; zero where the rule has no points.
Decimal points_of(const PriceRule& rule);

/// Whether the method can be carried out as written. Places are JSON pointers into its JSON form.
/// Errors: method_malformed, method_weights_wrong, method_range_impossible.
Status check_method(const Method& method);

} // namespace kaibiao::score
