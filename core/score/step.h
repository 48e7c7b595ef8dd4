#pragma once
// Decimals of a method as whole millionths, in which ranges, steps and sums of scores are plain integers.

#include "kaibiao/score/method.h"

namespace kaibiao::score {

inline constexpr std::int64_t micro = 1'000'000;

/// nullopt when finer than a millionth or larger than max_points. Inline: every cell of every sheet passes here.
inline std::optional<std::int64_t> to_micro(const Decimal& decimal) {
    constexpr std::int64_t scale[max_places + 1] = {micro, 100'000, 10'000, 1000, 100, 10, 1};
    std::int64_t units = decimal.units();
    int places = decimal.places();
    for (; places > max_places; --places) {
        if (units % 10 != 0) return std::nullopt;
        units /= 10;
    }
    const std::int64_t most = max_points * micro / scale[places];
    if (units > most || units < -most) return std::nullopt;
    return units * scale[places];
}

/// Decimals that a number really has: 1 for 0.50. The number must fit to_micro.
int value_places(const Decimal& decimal);

struct MicroRange {
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
    bool contains(std::int64_t value) const { return minimum <= value && value <= maximum; }
};

enum class StepFault : std::uint8_t { none, outside, off_step };
StepFault fault_of(const Decimal& value, const StepRange& range);

/// `0 <= minimum < maximum`, `step` positive and dividing both. Errors: method_range_impossible.
Status check_step_range(const StepRange& range, const std::string& place);

} // namespace kaibiao::score
