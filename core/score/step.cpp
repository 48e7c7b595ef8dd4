#include "step.h"

namespace kaibiao::score {

int value_places(const Decimal& decimal) {
    std::int64_t units = *to_micro(decimal);
    int places = max_places;
    for (; places > 0 && units % 10 == 0; --places) units /= 10;
    return places;
}

StepFault fault_of(const Decimal& value, const StepRange& range) {
    const Rational number = Rational::from_decimal(value);
    if (number.compare(Rational::from_decimal(range.minimum)) < 0 ||
        number.compare(Rational::from_decimal(range.maximum)) > 0)
        return StepFault::outside;
    const auto units = to_micro(value);
    return units && *units % *to_micro(range.step) == 0 ? StepFault::none : StepFault::off_step;
}

Status check_step_range(const StepRange& range, const std::string& place) {
    const auto impossible = [&](const char* member, const char* why) {
        return Error(ErrorCode::method_range_impossible, place + member, why);
    };
    const auto minimum = to_micro(range.minimum), maximum = to_micro(range.maximum), step = to_micro(range.step);
    if (!minimum || *minimum < 0) return impossible("/minimum", "from 0 to 1000000 with at most 6 decimals");
    if (!maximum || *maximum <= *minimum) return impossible("/maximum", "not above the minimum, or out of limits");
    if (!step || *step <= 0) return impossible("/step", "above 0, to 1000000, at most 6 decimals");
    if (*minimum % *step != 0) return impossible("/step", "does not divide the minimum");
    if (*maximum % *step != 0) return impossible("/step", "does not divide the maximum");
    return ok();
}

} // namespace kaibiao::score
