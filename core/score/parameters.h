#pragma once
// Numbers of the method that a draw decides.

#include "kaibiao/score/sheet.h"

namespace kaibiao::score {

/// nullptr when the method has no such parameter.
const Parameter* find_parameter(const Method& method, const ParameterKey& key);

/// Everything that `setting` may be: one number, or the parameter's list. Empty when the parameter is unknown.
std::vector<Decimal> values_of(const Method& method, const Setting& setting);

/// In millionths.
struct SettingLimits {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t step = 1;
};
/// Errors: parameter_unknown; method_range_impossible when a value is outside, or no multiple of the step.
Status check_setting(const Method& method, const Setting& setting, SettingLimits limits, const std::string& place);
Status check_parameters(const Method& method);

/// The drawn values; made from what check_drawn accepted.
class DrawnValues {
  public:
    DrawnValues(const Method& method, const Drawn& drawn);
    Rational of(const Setting& setting) const;
    /// By the parameter's place in the method.
    const Rational& at(std::size_t index) const { return values_[index]; }

  private:
    const Method& method_;
    std::vector<Rational> values_;
};

} // namespace kaibiao::score
