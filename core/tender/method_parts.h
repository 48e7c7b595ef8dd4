#pragma once
// The larger parts of a method's JSON form, each in a source of its own.

#include "kaibiao/tender/method_json.h"
#include "method_members.h"

namespace kaibiao::tender {

codec::Json write_adjustment(const score::AdjustmentRule& rule);
Result<score::AdjustmentRule> read_adjustment(const codec::Json& json, const std::string& place);

codec::Json write_price(const score::PriceRule& rule);
/// The member `price`.
Result<score::PriceRule> read_price(codec::ObjectReader& parent);

codec::Json write_section(const score::Section& section);
Result<score::Section> read_section(const codec::Json& json, const std::string& place);

codec::Json write_parameter(const score::Parameter& parameter);
Result<score::Parameter> read_parameter(const codec::Json& json, const std::string& place);

codec::Json write_aggregation(const score::Aggregation& aggregation);
Result<score::Aggregation> read_aggregation(const codec::Json& json, const std::string& place);
codec::Json write_plan(const score::RoundingPlan& plan);
Result<score::RoundingPlan> read_plan(const codec::Json& json, const std::string& place);

} // namespace kaibiao::tender
