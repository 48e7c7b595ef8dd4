#pragma once
/// Price rules: how prices become scores, or ranks. One struct for each; core/score has one source for each.

#include "kaibiao/score/terms.h"

namespace kaibiao::score {

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

/// 综合评分法: score = lowest evaluated price / evaluated price × points. GP 55. Also the "relative to the lowest" rule
/// of the EU.
struct LowPrice {
    Decimal points;
};

/// 经评审的最低投标价法: ascending by evaluated price; announced prices under `minimum_price` are rejected as below
/// cost. EC 29–33. No points.
struct LowestEvaluated {
    std::optional<Money> minimum_price;
};

/// Prices that do not count for the benchmark. First those further than `outside` percent from the mean of all (when
/// none would be left, all stay); then, of at least `from` prices, the `highest` and `lowest` ones.
struct BenchmarkTrim {
    std::optional<Setting> outside;
    Setting from; ///< a whole number; fixed at 0: nothing is dropped by number
    int highest = 0;
    int lowest = 0;
};

enum class SecondMean : std::uint8_t {
    none = 1,
    of_lower = 2,    ///< the mean of the counted prices that are not above the first mean
    with_lowest = 3, ///< the mean of the first mean and the lowest counted price
};

/// 综合评估法 with a benchmark price (评标基准价):
/// B = (a × ceiling + (1 − a) × mean) × (1 − K / 100); deviation δ = (P − B) / B in percent;
/// score = points − e × |δ|, not below zero, with e = `above` for P > B and `below` for P < B.
struct Benchmark {
    Decimal points;
    BenchmarkTrim trim;
    SecondMean second = SecondMean::none;
    Setting ceiling_weight; ///< a, from 0 to 1; not 0 needs a ceiling
    Setting reduction;      ///< K in percent, from 0 to under 100
    Decimal above;          ///< points for each percent
    Decimal below;
};

/// Quality- and cost-based selection (World Bank): Sf = 100 × lowest / price; total = quality × T + Sf × P, where
/// T + P = 1 and the sections have 100 points. Bids under the minimum technical score are rejected before prices.
struct QualityCost {
    Decimal technical_weight;
    Decimal financial_weight;
    std::optional<Decimal> minimum_technical;
};

/// EU: score = (highest − price) / (highest − lowest) × points; all points when all prices are equal.
struct PriceRange {
    Decimal points;
};

/// EU: score = (1 − price / reference) × points, not below zero.
struct FixedReference {
    Decimal points;
    Money reference;
};

/// EU, best ratio of quality and price: total = points of the sections / evaluated price in yuan × scale.
struct QualityPerPrice {
    Decimal scale;
};

using PriceRule =
    std::variant<LowPrice, LowestEvaluated, Benchmark, QualityCost, PriceRange, FixedReference, QualityPerPrice>;

} // namespace kaibiao::score
