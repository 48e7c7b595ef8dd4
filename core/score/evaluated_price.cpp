#include "evaluated_price.h"

#include "bids.h"

namespace kaibiao::score {

namespace {

struct UnitOf {
    Rational operator()(const AmountPerUnit& effect) const { return in_yuan(effect.amount); }
    Rational operator()(const PercentPerUnit& effect) const { return Rational::from_decimal(effect.percent); }
};

/// Percent of the price, as yuan a unit.
Result<Rational> yuan_per_unit(const AdjustmentRule& rule, Money price) {
    if (std::holds_alternative<AmountPerUnit>(rule.effect)) return unit_of(rule);
    TRY_ASSIGN(const Rational part, unit_of(rule).divided_by(Rational::from_integer(100)));
    return part.times(in_yuan(price));
}

} // namespace

Result<Mark> make_mark(const Rational& exact, const std::optional<Rounding>& rounding) {
    if (!rounding) return Mark{exact, std::nullopt};
    TRY_ASSIGN(const Decimal rounded, exact.round(rounding->places, rounding->mode));
    return Mark{exact, rounded};
}

Rational in_yuan(Money money) { return Rational::make(money.fen(), 100).value(); }

Rational unit_of(const AdjustmentRule& rule) { return std::visit(UnitOf{}, rule.effect); }

Result<Rational> adjustment_of(const AdjustmentRule& rule, const Decimal& quantity, Money price) {
    TRY_ASSIGN(const Rational unit, yuan_per_unit(rule, price));
    TRY_ASSIGN(const Rational amount, unit.times(Rational::from_decimal(quantity)));
    if (rule.direction == Direction::add) return amount;
    return Rational().minus(amount);
}

Result<Mark> evaluated_price(const Method& method, const BidInput& bid) {
    Rational sum = in_yuan(bid.price);
    for (const AppliedAdjustment& applied : bid.adjustments) {
        TRY_ASSIGN(const Rational amount, adjustment_of(*find_rule(method, applied.rule), applied.quantity, bid.price));
        TRY_ASSIGN(sum, sum.plus(amount));
    }
    return make_mark(sum, method.rounding.evaluated_price);
}

} // namespace kaibiao::score
