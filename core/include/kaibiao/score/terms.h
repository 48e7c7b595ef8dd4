#pragma once
/// Words that all parts of a method share: limits, bilingual text, ranges, roundings, numbers that a draw may give.

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
inline constexpr std::size_t max_items = 20;
inline constexpr std::size_t max_rows = 100;
inline constexpr std::size_t max_adjustments = 100;
inline constexpr std::size_t max_experts = 1000;
inline constexpr std::size_t max_bids = 10'000;
inline constexpr std::size_t max_parameters = 20;
inline constexpr std::size_t max_values = 100;

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

struct Rounding {
    int places = 2;
    RoundingMode mode = RoundingMode::half_up;
};

/// A number of the method that is drawn at the opening from a published list, each value equally likely. The draw gives
/// an index into `values`; docs/formats/score-input.md.
struct Parameter {
    ParameterKey key;
    Text title;
    std::vector<Decimal> values; ///< 1 to 100, distinct
};

/// A number that the method fixes, or the parameter that a draw decides.
using Setting = std::variant<Decimal, ParameterKey>;

} // namespace kaibiao::score
