#pragma once
// Whether the price adjustments of a method can be carried out, whatever the bidders bid.

#include "kaibiao/score/method.h"

#include <set>

namespace kaibiao::score {

using Keys = std::set<std::string, std::less<>>;

/// Errors: method_malformed when the key is ill-formed or already among `keys`.
Status check_new_key(Keys& keys, const std::string& key, const std::string& place);

/// Each rule alone. Errors: method_malformed, method_range_impossible.
Status check_adjustments(const Method& method);
/// With all rules at their most, no price that can be written leaves exact arithmetic, so that no bidder can make an
/// evaluation fail. docs/decisions/004-rounding.md has the calculation. Adjustments and price rule must be checked.
Status check_exact_range(const Method& method);

} // namespace kaibiao::score
