#pragma once
// From the announced price to the evaluated price, in yuan.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

/// The exact number, and the rounded one where the method rounds here. Errors: number_overflow.
Result<Mark> make_mark(const Rational& exact, const std::optional<Rounding>& rounding);

Rational in_yuan(Money money);

/// Decimals of a yuan that evaluated prices have at most. The adjustments must be checked.
int evaluated_price_places(const Method& method);

/// What one unit of the rule's effect is worth: yuan or percent.
Rational unit_of(const AdjustmentRule& rule);
/// What the applied rule adds to the price, negative for deductions.
Result<Rational> adjustment_of(const AdjustmentRule& rule, const Decimal& quantity, Money price);
/// The rules of the bid's adjustments must be known. Errors: number_overflow.
Result<Mark> evaluated_price(const Method& method, const BidInput& bid);

} // namespace kaibiao::score
