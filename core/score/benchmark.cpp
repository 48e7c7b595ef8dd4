// The benchmark price (评标基准价) and the scores for deviations from it.
#include "evaluated_price.h"
#include "price_rule.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

using Prices = std::vector<Rational>;

constexpr std::int64_t largest_outside = 1000 * micro;
/// A deviation counts as at most so many percent, so that no price can leave the range of a rounded number.
constexpr std::int64_t largest_deviation = 1'000'000;
/// Decimal digits of max_bids.
constexpr int count_digits = 4;

Error impossible(const char* member, const char* why) {
    return Error(ErrorCode::method_range_impossible, std::string("/price/") + member, why);
}

bool never_by_number(const BenchmarkTrim& trim) {
    const auto* from = std::get_if<Decimal>(&trim.from);
    return from != nullptr && from->units() == 0;
}

Status check_trim(const Method& method, const BenchmarkTrim& trim) {
    if (trim.outside) TRY(check_setting(method, *trim.outside, {1, largest_outside}, "/price/trim/outside"));
    if (trim.highest < 0 || trim.lowest < 0) return impossible("trim", "0 to 10000");
    const std::int64_t dropped = std::int64_t{trim.highest} + trim.lowest;
    if (never_by_number(trim)) {
        if (dropped == 0) return ok();
        return Error(ErrorCode::method_malformed, "/price/trim/from", "needed where prices are dropped");
    }
    if (dropped == 0) return Error(ErrorCode::method_malformed, "/price/trim/highest", "nothing is dropped");
    return check_setting(method, trim.from, {(dropped + 1) * micro, max_bids * micro, micro}, "/price/trim/from");
}

Status check_slopes(const Benchmark& rule) {
    const auto above = to_micro(rule.above), below = to_micro(rule.below);
    if (!above || *above < 0) return impossible("above", "from 0 to 1000000 with at most 6 decimals");
    if (!below || *below < 0) return impossible("below", "from 0 to 1000000 with at most 6 decimals");
    if (*above + *below == 0) return impossible("above", "no deviation would cost points");
    return ok();
}

bool may_weigh(const Method& method, const Setting& setting) {
    const auto values = values_of(method, setting);
    return std::any_of(values.begin(), values.end(), [](const Decimal& value) { return value.units() != 0; });
}

/// Decimals of the finest value that a setting may have; none where it is always zero.
std::optional<int> places_of(const Method& method, const Setting& setting) {
    std::optional<int> places;
    for (const Decimal& value : values_of(method, setting))
        if (value.units() != 0) places = std::max(places.value_or(0), value_places(value));
    return places;
}

Result<Rational> mean_of(const Prices& prices) {
    Rational sum;
    for (const Rational& price : prices) {
        TRY_ASSIGN(sum, sum.plus(price));
    }
    return sum.divided_by(Rational::from_integer(static_cast<std::int64_t>(prices.size())));
}

/// Without the prices outside ± percent of the mean; all of them when none lies within.
Result<Prices> drop_outside(const Rational& percent, const Prices& prices) {
    TRY_ASSIGN(const Rational mean, mean_of(prices));
    TRY_ASSIGN(const Rational share, percent.divided_by(Rational::from_integer(100)));
    TRY_ASSIGN(const Rational reach, mean.times(share));
    TRY_ASSIGN(const Rational low, mean.minus(reach));
    TRY_ASSIGN(const Rational high, mean.plus(reach));
    Prices kept;
    for (const Rational& price : prices)
        if (price.compare(low) >= 0 && price.compare(high) <= 0) kept.push_back(price);
    return kept.empty() ? prices : kept;
}

/// Ascending.
Result<Prices> counted_prices(const BenchmarkTrim& trim, const PriceInputs& in) {
    Prices prices(in.prices.begin(), in.prices.end());
    std::sort(prices.begin(), prices.end(), [](const Rational& a, const Rational& b) { return a.compare(b) < 0; });
    if (trim.outside) {
        TRY_ASSIGN(prices, drop_outside(in.drawn.of(*trim.outside), prices));
    }
    const Rational count = Rational::from_integer(static_cast<std::int64_t>(prices.size()));
    if (count.compare(in.drawn.of(trim.from)) < 0) return prices;
    return Prices(prices.begin() + trim.lowest, prices.end() - trim.highest);
}

Mark plain(const Rational& value) { return Mark{value, std::nullopt}; }

Result<Rational> second_mean(const Benchmark& rule, const Prices& counted, const Rational& first, PriceScores& out) {
    if (rule.second == SecondMean::none) return first;
    Prices again;
    if (rule.second == SecondMean::with_lowest) {
        again = {first, counted[0]};
    } else {
        for (const Rational& price : counted)
            if (price.compare(first) <= 0) again.push_back(price);
    }
    TRY_ASSIGN(const Rational mean, mean_of(again));
    out.trace.push_back({StepKind::second_mean, {}, std::move(again), plain(mean)});
    return mean;
}

/// a × ceiling + (1 − a) × mean
Result<Rational> mix_ceiling(const Benchmark& rule, const PriceInputs& in, const Rational& mean, PriceScores& out) {
    const Rational weight = in.drawn.of(rule.ceiling_weight);
    if (weight.is_zero()) return mean;
    const Rational ceiling = in_yuan(*in.method.ceiling);
    TRY_ASSIGN(const Rational difference, ceiling.minus(mean));
    TRY_ASSIGN(const Rational part, difference.times(weight));
    TRY_ASSIGN(const Rational mixed, mean.plus(part));
    out.trace.push_back({StepKind::ceiling_mix, {}, {ceiling, weight, mean}, plain(mixed)});
    return mixed;
}

/// A benchmark that would round to nothing is one unit of its last place: prices are divided by it.
Result<Mark> mark_benchmark(const Rational& exact, const std::optional<Rounding>& rounding) {
    TRY_ASSIGN(Mark mark, make_mark(exact, rounding));
    if (mark.rounded && mark.rounded->units() == 0) {
        TRY_ASSIGN(mark.rounded, Decimal::make(1, rounding->places));
    }
    return mark;
}

Result<Rational> benchmark_price(const Benchmark& rule, const PriceInputs& in, PriceScores& out) {
    TRY_ASSIGN(const Prices counted, counted_prices(rule.trim, in));
    TRY_ASSIGN(const Rational first, mean_of(counted));
    out.trace.push_back({StepKind::counted_prices, {}, counted, plain(first)});
    TRY_ASSIGN(const Rational second, second_mean(rule, counted, first, out));
    TRY_ASSIGN(const Rational mixed, mix_ceiling(rule, in, second, out));
    const Rational reduction = in.drawn.of(rule.reduction);
    TRY_ASSIGN(const Rational kept, Rational::from_integer(100).minus(reduction));
    TRY_ASSIGN(const Rational share, kept.divided_by(Rational::from_integer(100)));
    TRY_ASSIGN(const Rational exact, mixed.times(share));
    TRY_ASSIGN(const Mark mark, mark_benchmark(exact, in.method.rounding.benchmark));
    out.trace.push_back({StepKind::benchmark, {}, {mixed, reduction}, mark});
    return mark.value();
}

Result<Rational> deviation_of(const Rational& price, const Rational& benchmark) {
    TRY_ASSIGN(const Rational ratio, price.divided_by(benchmark));
    TRY_ASSIGN(const Rational share, ratio.minus(Rational::from_integer(1)));
    TRY_ASSIGN(const Rational percent, share.times(Rational::from_integer(100)));
    const Rational most = Rational::from_integer(largest_deviation);
    return percent.compare(most) > 0 ? most : percent;
}

Result<Rational> score_of(const Benchmark& rule, const Rational& deviation) {
    const Rational slope = Rational::from_decimal(deviation.is_negative() ? rule.below : rule.above);
    TRY_ASSIGN(const Rational size,
               deviation.is_negative() ? Rational().minus(deviation) : Result<Rational>(deviation));
    TRY_ASSIGN(const Rational loss, slope.times(size));
    TRY_ASSIGN(const Rational score, Rational::from_decimal(rule.points).minus(loss));
    return score.is_negative() ? Rational() : score;
}

} // namespace

Status check_rule(const Benchmark& rule, const Method& method) {
    TRY(check_price_points(rule.points));
    TRY(check_trim(method, rule.trim));
    TRY(check_slopes(rule));
    TRY(check_setting(method, rule.ceiling_weight, {0, micro}, "/price/ceiling_weight"));
    TRY(check_setting(method, rule.reduction, {0, 100 * micro - 1}, "/price/reduction"));
    if (!method.ceiling && may_weigh(method, rule.ceiling_weight))
        return Error(ErrorCode::method_malformed, "/price/ceiling_weight", "the method has no ceiling");
    return ok();
}

RuleTraits traits_of(const Benchmark& rule, const Method& method) {
    if (method.rounding.benchmark)
        return {RankKey::total, std::max(0, method.rounding.benchmark->places - evaluated_price_places(method))};
    int digits = count_digits + (rule.second == SecondMean::with_lowest ? 1 : 0);
    if (const auto places = places_of(method, rule.reduction)) digits += 2 + *places;
    if (const auto places = places_of(method, rule.ceiling_weight)) digits += *places;
    return {RankKey::total, digits};
}

Result<PriceScores> price_scores(const Benchmark& rule, const PriceInputs& in) {
    PriceScores out;
    TRY_ASSIGN(const Rational benchmark, benchmark_price(rule, in, out));
    out.reference = benchmark;
    for (const Rational& price : in.prices) {
        TRY_ASSIGN(const Rational exact, deviation_of(price, benchmark));
        TRY_ASSIGN(const Mark deviation, make_mark(exact, in.method.rounding.deviation));
        TRY_ASSIGN(Rational score, score_of(rule, deviation.value()));
        out.deviations.push_back(deviation);
        out.scores.push_back(score);
    }
    return out;
}

} // namespace kaibiao::score
