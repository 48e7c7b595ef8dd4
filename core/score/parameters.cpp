#include "parameters.h"

#include "adjustment.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

std::size_t index_of(const Method& method, const ParameterKey& key) {
    const auto at = std::find_if(method.parameters.begin(), method.parameters.end(),
                                 [&](const Parameter& one) { return one.key == key; });
    return static_cast<std::size_t>(at - method.parameters.begin());
}

Status check_values(const Parameter& parameter, const std::string& place) {
    if (parameter.values.empty() || parameter.values.size() > max_values)
        return Error(ErrorCode::method_malformed, place + "/values", "1 to 100 values");
    std::set<std::int64_t> seen;
    for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        const std::string at = place + numbered("/values/", i);
        const auto value = to_micro(parameter.values[i]);
        if (!value) return Error(ErrorCode::method_range_impossible, at, "at most 1000000 with at most 6 decimals");
        if (!seen.insert(*value).second) return Error(ErrorCode::method_malformed, at, "the value is listed twice");
    }
    return ok();
}

Status check_drawn_parameters(const Method& method, const Drawn& drawn) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < drawn.parameters.size(); ++i) {
        const DrawnParameter& one = drawn.parameters[i];
        const std::string at = numbered("/draws/", i);
        const Parameter* parameter = find_parameter(method, one.parameter);
        if (parameter == nullptr) return Error(ErrorCode::parameter_unknown, at, one.parameter.text());
        if (!seen.insert(one.parameter.text()).second)
            return Error(ErrorCode::score_duplicate, at, one.parameter.text());
        if (one.index < 0 || static_cast<std::uint64_t>(one.index) >= parameter->values.size())
            return Error(ErrorCode::draw_out_of_range, at, one.parameter.text() + ": " + std::to_string(one.index));
    }
    for (const Parameter& parameter : method.parameters)
        if (seen.count(parameter.key.text()) == 0)
            return Error(ErrorCode::draw_missing, "/draws", parameter.key.text());
    return ok();
}

} // namespace

const Parameter* find_parameter(const Method& method, const ParameterKey& key) {
    const std::size_t index = index_of(method, key);
    return index < method.parameters.size() ? &method.parameters[index] : nullptr;
}

std::vector<Decimal> values_of(const Method& method, const Setting& setting) {
    if (const auto* fixed = std::get_if<Decimal>(&setting)) return {*fixed};
    const Parameter* parameter = find_parameter(method, *std::get_if<ParameterKey>(&setting));
    return parameter == nullptr ? std::vector<Decimal>() : parameter->values;
}

Status check_setting(const Method& method, const Setting& setting, SettingLimits limits, const std::string& place) {
    const std::vector<Decimal> values = values_of(method, setting);
    if (values.empty()) return Error(ErrorCode::parameter_unknown, place, std::get_if<ParameterKey>(&setting)->text());
    for (const Decimal& value : values) {
        const auto units = to_micro(value);
        if (!units || *units < limits.least || *units > limits.most || *units % limits.step != 0)
            return Error(ErrorCode::method_range_impossible, place, value.text() + " is out of limits");
    }
    return ok();
}

Status check_parameters(const Method& method) {
    if (method.parameters.size() > max_parameters) return Error(ErrorCode::method_malformed, "/parameters", "too many");
    Keys keys;
    for (std::size_t i = 0; i < method.parameters.size(); ++i) {
        const std::string at = numbered("/parameters/", i);
        TRY(check_new_key(keys, method.parameters[i].key.text(), at));
        TRY(check_values(method.parameters[i], at));
    }
    return ok();
}

Status check_drawn(const Method& method, std::span<const BidInput> bids, const Drawn& drawn) {
    TRY(check_drawn_parameters(method, drawn));
    std::set<BidId> known, seen;
    for (const BidInput& bid : bids) known.insert(bid.bid);
    for (std::size_t i = 0; i < drawn.tie_order.size(); ++i) {
        const std::string at = numbered("/tie_order/", i);
        if (known.count(drawn.tie_order[i]) == 0)
            return Error(ErrorCode::score_unknown_bid, at, drawn.tie_order[i].text());
        if (!seen.insert(drawn.tie_order[i]).second)
            return Error(ErrorCode::bid_listed_twice, at, drawn.tie_order[i].text());
    }
    return ok();
}

DrawnValues::DrawnValues(const Method& method, const Drawn& drawn)
    : method_(method), values_(method.parameters.size()) {
    for (const DrawnParameter& one : drawn.parameters) {
        const std::size_t index = index_of(method, one.parameter);
        values_[index] = Rational::from_decimal(method.parameters[index].values[static_cast<std::size_t>(one.index)]);
    }
}

Rational DrawnValues::of(const Setting& setting) const {
    if (const auto* fixed = std::get_if<Decimal>(&setting)) return Rational::from_decimal(*fixed);
    return values_[index_of(method_, *std::get_if<ParameterKey>(&setting))];
}

} // namespace kaibiao::score
