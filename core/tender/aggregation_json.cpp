// How scores become one number, where numbers are rounded, what is drawn.
#include "method_parts.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

Json write_weight(const GroupWeight& weight) {
    return Json::object().set("group", weight.group.text()).set("weight", weight.weight);
}

Result<GroupWeight> read_weight(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    GroupWeight out;
    TRY_ASSIGN(out.group, read_key<GroupKey>(reader, "group"));
    TRY_ASSIGN(out.weight, read_int(reader, "weight", 1, format::largest_weight));
    TRY(reader.finish());
    return out;
}

Json write_optional_rounding(const std::optional<Rounding>& rounding) {
    return rounding ? write_rounding(*rounding) : Json();
}

Result<std::optional<Rounding>> read_optional_rounding(ObjectReader& parent, std::string_view key) {
    TRY_ASSIGN(const Json* json, parent.any(key));
    if (json->is_null()) return std::optional<Rounding>();
    TRY_ASSIGN(const Rounding rounding, read_rounding(parent, key));
    return std::optional<Rounding>(rounding);
}

/// Members that came later are absent, never null, where there is nothing.
Result<std::optional<Rounding>> read_later_rounding(ObjectReader& parent, std::string_view key) {
    if (!parent.has(key)) return std::optional<Rounding>();
    TRY_ASSIGN(const Rounding rounding, read_rounding(parent, key));
    return std::optional<Rounding>(rounding);
}

Json write_value(const Decimal& value) { return Json(value.text()); }

Result<Decimal> read_value(const Json& json, const std::string& place) {
    const std::string* text = json.as_string();
    if (text == nullptr) return Error(ErrorCode::json_member_type, place, "string");
    if (text->size() > format::longest_number) return Error(ErrorCode::length_wrong, place);
    const auto decimal = Decimal::parse(*text);
    if (!decimal) return at_place(decimal.error(), place);
    return *decimal;
}

Status read_trim_from(ObjectReader& reader, Aggregation& out) {
    TRY_ASSIGN(const Json* trim_from, reader.any("trim_from"));
    if (out.kind == AggregationKind::trimmed_mean) {
        TRY_ASSIGN(out.trim_from, read_int(reader, "trim_from", 0, static_cast<std::int64_t>(max_experts)));
    } else if (!trim_from->is_null()) {
        return Error(ErrorCode::json_member_type, reader.place_of("trim_from"), "null");
    }
    return ok();
}

} // namespace

Json write_aggregation(const Aggregation& aggregation) {
    Json out =
        Json::object()
            .set("kind", format::name_of(format::aggregation_names, aggregation.kind))
            .set("trim_from", aggregation.kind == AggregationKind::trimmed_mean ? Json(aggregation.trim_from) : Json());
    if (aggregation.level != AggregationLevel::criterion)
        out.set("level", format::name_of(format::level_names, aggregation.level));
    if (aggregation.kind == AggregationKind::weighted_mean)
        out.set("weights", write_items(aggregation.weights, write_weight));
    return out;
}

Result<Aggregation> read_aggregation(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Aggregation out;
    TRY_ASSIGN(out.kind, read_named(reader, "kind", format::aggregation_names));
    TRY(read_trim_from(reader, out));
    if (reader.has("level")) {
        TRY_ASSIGN(out.level, read_named(reader, "level", format::level_names));
    }
    if (out.kind == AggregationKind::weighted_mean) {
        TRY_ASSIGN(out.weights, read_items<GroupWeight>(reader, "weights", max_experts, read_weight));
    }
    TRY(reader.finish());
    return out;
}

Json write_plan(const RoundingPlan& plan) {
    Json out = Json::object()
                   .set("criterion", write_optional_rounding(plan.criterion))
                   .set("evaluated_price", write_optional_rounding(plan.evaluated_price))
                   .set("price_score", write_optional_rounding(plan.price_score))
                   .set("section", write_optional_rounding(plan.section))
                   .set("total", write_optional_rounding(plan.total));
    if (plan.benchmark) out.set("benchmark", write_rounding(*plan.benchmark));
    if (plan.deviation) out.set("deviation", write_rounding(*plan.deviation));
    return out;
}

Result<RoundingPlan> read_plan(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    RoundingPlan out;
    TRY_ASSIGN(out.benchmark, read_later_rounding(reader, "benchmark"));
    TRY_ASSIGN(out.criterion, read_optional_rounding(reader, "criterion"));
    TRY_ASSIGN(out.deviation, read_later_rounding(reader, "deviation"));
    TRY_ASSIGN(out.evaluated_price, read_optional_rounding(reader, "evaluated_price"));
    TRY_ASSIGN(out.price_score, read_optional_rounding(reader, "price_score"));
    TRY_ASSIGN(out.section, read_optional_rounding(reader, "section"));
    TRY_ASSIGN(out.total, read_optional_rounding(reader, "total"));
    TRY(reader.finish());
    return out;
}

Json write_parameter(const Parameter& parameter) {
    return Json::object()
        .set("key", parameter.key.text())
        .set("title", write_text(parameter.title))
        .set("values", write_items(parameter.values, write_value));
}

Result<Parameter> read_parameter(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Parameter out;
    TRY_ASSIGN(out.key, read_key<ParameterKey>(reader, "key"));
    TRY_ASSIGN(out.title, read_text(reader, "title", format::longest_title));
    TRY_ASSIGN(out.values, read_items<Decimal>(reader, "values", max_values, read_value));
    TRY(reader.finish());
    return out;
}

} // namespace kaibiao::tender
