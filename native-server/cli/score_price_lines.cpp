#include "cli/score_lines.h"

#include <algorithm>

namespace kaibiao::cli {

using namespace score;

namespace {

using Numbers = std::vector<Rational>;

/// A deviation counts as at most so many percent.
constexpr std::int64_t largest_deviation = 1'000'000;

bool is_negative(const Result<Rational>& value) { return value.ok() && value->is_negative(); }

/// What the price score is calculated from: docs/formats/method.md.
struct PriceFormula {
    const Numbers& operands;

    Calculation lowest_over_price() const {
        return {factor(operands[0]) + " ÷ " + factor(operands[1]) + " × " + factor(operands[2]), {}};
    }
    Calculation operator()(const LowPrice&) const { return lowest_over_price(); }
    Calculation operator()(const QualityCost&) const { return lowest_over_price(); }
    Calculation operator()(const LowestEvaluated&) const { return {}; }
    Calculation operator()(const QualityPerPrice&) const { return {}; }
    Calculation operator()(const Benchmark&) const {
        const Rational &points = operands[0], &deviation = operands[1], &slope = operands[2];
        const auto loss = slope.times(deviation);
        const std::string text = factor(points) + " − " + factor(slope) + " × |" + exact_text(deviation) + "|";
        const bool none = loss.ok() && is_negative(loss->is_negative() ? points.plus(*loss) : points.minus(*loss));
        if (none) return {"max(0, " + text + ")", {"不低于零 not below zero"}};
        return {text, {}};
    }
    Calculation operator()(const PriceRange&) const {
        const Rational &highest = operands[0], &lowest = operands[1];
        if (highest == lowest)
            return {exact_text(operands[3]), {"评标价均相等，得满分 all prices are equal, so all have all points"}};
        return {
            "(" + factor(highest) + " − " + factor(operands[2]) + ") ÷ (" + factor(highest) + " − " + factor(lowest) +
                ") × " + factor(operands[3]),
            {"最高与最低评标价 the highest and the lowest price: " + exact_text(highest) + ", " + exact_text(lowest)}};
    }
    Calculation operator()(const FixedReference&) const {
        const std::string text =
            "(1 − " + factor(operands[1]) + " ÷ " + factor(operands[0]) + ") × " + factor(operands[2]);
        if (operands[1].compare(operands[0]) > 0) return {"max(0, " + text + ")", {"不低于零 not below zero"}};
        return {text, {}};
    }
};

} // namespace

void BidStory::drawn(const Step& step) {
    const std::string number = wide_text(step.operands[0].numerator() + 1);
    plain("抽取参数 drawn " + step.subject,
          exact_text(step.result.exact) + " (所列第 " + number + " 个值 value " + number + " of the list)");
}

void BidStory::adjustment(const Step& step) {
    const auto rule = std::find_if(method_.adjustments.begin(), method_.adjustments.end(),
                                   [&](const AdjustmentRule& one) { return one.key.text() == step.subject; });
    const bool percent = std::holds_alternative<PercentPerUnit>(rule->effect);
    const std::string announced = factor(step.operands[0]), quantity = factor(step.operands[1]);
    const std::string unit = factor(step.operands[2]);
    const std::string amount = percent ? announced + " × " + unit + " ÷ 100 × " + quantity : unit + " × " + quantity;
    add("价格调整 adjustment " + titled(step.subject, rule->title),
        {(rule->direction == Direction::deduct ? "0 − " : "") + amount, {}}, step.result);
}

std::string BidStory::setting_text(const Setting& setting) const {
    if (const auto* fixed = std::get_if<Decimal>(&setting)) return fixed->text();
    const ParameterKey& key = *std::get_if<ParameterKey>(&setting);
    const auto is_it = [&](const auto& one) { return one == key; };
    const auto parameter = std::ranges::find_if(method_.parameters, is_it, &Parameter::key);
    const auto drawn = std::ranges::find_if(about_.input.drawn.parameters, is_it, &DrawnParameter::parameter);
    return parameter->values[static_cast<std::size_t>(drawn->index)].text();
}

void BidStory::mean_of_all_prices() {
    Numbers prices;
    Rational sum;
    for (const BidOutcome& bid : about_.bids) {
        if (bid.rejection) continue;
        prices.push_back(bid.evaluated_price->value());
        sum = sum.plus(prices.back()).value(); // evaluate has done the same
    }
    const Rational count = Rational::from_integer(static_cast<std::int64_t>(prices.size()));
    add("全部报价平均 mean of all prices", {mean_of(prices), {}}, {sum.divided_by(count).value(), std::nullopt});
}

void BidStory::counted_prices(const Step& step) {
    const BenchmarkTrim& trim = std::get_if<Benchmark>(&method_.price)->trim;
    if (trim.outside) mean_of_all_prices();
    Numbers counted = step.operands;
    std::string dropped;
    for (const BidOutcome& bid : about_.bids) {
        if (bid.rejection) continue;
        const Rational price = bid.evaluated_price->value();
        const auto at = std::find(counted.begin(), counted.end(), price);
        if (at == counted.end())
            dropped += (dropped.empty() ? "" : ", ") + exact_text(price);
        else
            counted.erase(at);
    }
    Calculation mean{mean_of(step.operands), {}};
    if (!dropped.empty()) {
        mean.notes.push_back("不计入 not counted: " + dropped);
        const std::string outside = trim.outside ? setting_text(*trim.outside) : "", from = setting_text(trim.from);
        if (trim.outside)
            mean.notes.push_back("先去掉偏离全部报价平均超过 " + outside + "% 者 first those further than " + outside +
                                 " % from the mean of all");
        if (trim.highest + trim.lowest > 0)
            mean.notes.push_back("至少 " + from + " 个时去掉最高 " + std::to_string(trim.highest) + " 个、最低 " +
                                 std::to_string(trim.lowest) + " 个 of " + from + " or more the " +
                                 std::to_string(trim.highest) + " highest and the " + std::to_string(trim.lowest) +
                                 " lowest");
    }
    add("平均价 mean of counted prices", std::move(mean), step.result);
}

void BidStory::second_mean(const Step& step) {
    const bool of_lower = std::get_if<Benchmark>(&method_.price)->second == SecondMean::of_lower;
    add("二次平均 second mean",
        {mean_of(step.operands),
         {of_lower ? "不高于平均价的报价 the prices not above the mean"
                   : "平均价与最低价 the mean and the lowest price"}},
        step.result);
}

void BidStory::ceiling_mix(const Step& step) {
    const std::string ceiling = factor(step.operands[0]), weight = factor(step.operands[1]);
    add("限价加权 with the ceiling",
        {weight + " × " + ceiling + " + (1 − " + weight + ") × " + factor(step.operands[2]), {}}, step.result);
}

void BidStory::benchmark(const Step& step) {
    Calculation price{factor(step.operands[0]) + " × (1 − " + factor(step.operands[1]) + " ÷ 100)", {}};
    const auto& rounding = method_.rounding.benchmark;
    if (rounding) {
        const auto rounded = step.result.exact.round(rounding->places, rounding->mode);
        if (rounded.ok() && rounded->units() == 0)
            price.notes.push_back("至少为末位的一个单位 at least one unit of the last place");
    }
    add("评标基准价 benchmark", std::move(price), step.result, rounding);
}

void BidStory::deviation(const Step& step) {
    const std::string reference = factor(step.operands[1]);
    std::string percent = "(" + factor(step.operands[0]) + " − " + reference + ") ÷ " + reference + " × 100";
    if (step.result.exact == Rational::from_integer(largest_deviation))
        percent = "min(" + std::to_string(largest_deviation) + ", " + percent + ")";
    add("偏差率 deviation %", {std::move(percent), {}}, step.result, method_.rounding.deviation);
}

void BidStory::price_score(const Step& step) {
    add("报价得分 price score", std::visit(PriceFormula{step.operands}, method_.price), step.result,
        method_.rounding.price_score);
}

void BidStory::total(const Step& step) {
    const Numbers& operands = step.operands;
    std::string sum = sum_of(operands);
    if (std::holds_alternative<QualityCost>(method_.price))
        sum = factor(operands[1]) + " × " + factor(operands[3]) + " + " + factor(operands[0]) + " × " +
              factor(operands[2]);
    if (std::holds_alternative<QualityPerPrice>(method_.price))
        sum = factor(operands[1]) + " × " + factor(operands[2]) + " ÷ " + factor(operands[0]);
    add("总分 total", {std::move(sum), {}}, step.result, method_.rounding.total);
}

} // namespace kaibiao::cli
