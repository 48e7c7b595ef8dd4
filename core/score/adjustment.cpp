#include "adjustment.h"

#include "evaluated_price.h"
#include "price_rule.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

/// Evaluated prices stay below 10^23 of their smallest unit …
constexpr int exact_digits = 23;
/// … and below this many yuan, so that whole fen fit in 64 bits.
constexpr std::int64_t exact_yuan = 90'000'000'000'000'000;
/// The largest amount that Money::parse_yuan reads.
constexpr std::int64_t largest_price = 90'000'000'000'000;

Error impossible(std::string place, const char* why) {
    return Error(ErrorCode::method_range_impossible, std::move(place), why);
}

Status check_effect(const AmountPerUnit& effect, const std::string& place) {
    if (effect.amount.fen() > 0 && effect.amount.fen() <= largest_price * 100) return ok();
    return impossible(place + "/amount", "must be positive; the direction gives the sign");
}

Status check_effect(const PercentPerUnit& effect, const std::string& place) {
    const auto percent = to_micro(effect.percent);
    if (percent && *percent > 0) return ok();
    return impossible(place + "/percent", "above 0, to 1000000, at most 6 decimals");
}

/// Decimals of a yuan in what the rule adds to a price of whole fen.
struct PlacesOf {
    int operator()(const AmountPerUnit&) const { return 2; }
    int operator()(const PercentPerUnit& effect) const { return 4 + value_places(effect.percent); }
};

/// Yuan a unit for the largest price.
struct LargestUnit {
    const Rational& largest;
    Result<Rational> operator()(const AmountPerUnit& effect) const { return Rational::make(effect.amount.fen(), 100); }
    Result<Rational> operator()(const PercentPerUnit& effect) const {
        TRY_ASSIGN(const Rational part, Rational::from_decimal(effect.percent).divided_by(Rational::from_integer(100)));
        return part.times(largest);
    }
};

/// The largest announced price that is not rejected.
Rational largest_announced(const Method& method) {
    return method.ceiling ? in_yuan(*method.ceiling) : Rational::from_integer(largest_price);
}

Result<Rational> largest_evaluated_price(const Method& method) {
    const Rational announced = largest_announced(method);
    Rational sum = announced;
    for (const AdjustmentRule& rule : method.adjustments) {
        TRY_ASSIGN(const Rational unit, std::visit(LargestUnit{announced}, rule.effect));
        TRY_ASSIGN(const Rational most, unit.times(Rational::from_decimal(rule.quantity.maximum)));
        TRY_ASSIGN(sum, sum.plus(most));
    }
    return sum;
}

/// Whether every evaluated price, with so many more decimals, is below the limits above.
bool is_exact(const Method& method, int extra_digits) {
    const auto largest = largest_evaluated_price(method);
    Rational::Wide limit = 1;
    for (int digit = evaluated_price_places(method) + extra_digits; digit < exact_digits && limit < exact_yuan; ++digit)
        limit *= 10;
    return largest && largest->compare(Rational::make(std::min(limit, Rational::Wide{exact_yuan}), 1).value()) < 0;
}

} // namespace

Status check_new_key(Keys& keys, const std::string& key, const std::string& place) {
    if (!is_key(key)) return Error(ErrorCode::method_malformed, place + "/key", "a key is 1-32 of a-z 0-9 . _ -");
    if (!keys.insert(key).second) return Error(ErrorCode::method_malformed, place + "/key", "the key is used twice");
    return ok();
}

int evaluated_price_places(const Method& method) {
    if (method.rounding.evaluated_price) return method.rounding.evaluated_price->places;
    int places = 2;
    for (const AdjustmentRule& rule : method.adjustments)
        places = std::max(places, std::visit(PlacesOf{}, rule.effect) + value_places(rule.quantity.step));
    return places;
}

Status check_adjustments(const Method& method) {
    if (method.adjustments.size() > max_adjustments)
        return Error(ErrorCode::method_malformed, "/adjustments", "too many");
    Keys keys;
    for (std::size_t i = 0; i < method.adjustments.size(); ++i) {
        const AdjustmentRule& rule = method.adjustments[i];
        const std::string at = numbered("/adjustments/", i);
        TRY(check_new_key(keys, rule.key.text(), at));
        TRY(std::visit([&](const auto& effect) { return check_effect(effect, at + "/effect"); }, rule.effect));
        TRY(check_step_range(rule.quantity, at + "/quantity"));
    }
    return ok();
}

Status check_exact_range(const Method& method) {
    if (is_exact(method, price_traits(method).extra_digits)) return ok();
    // What fits only without the decimals that the price rule adds has its cause in that rule.
    return impossible(is_exact(method, 0) ? "/price" : "/adjustments", "the largest price would leave the exact range");
}

} // namespace kaibiao::score
