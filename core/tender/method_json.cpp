#include "kaibiao/tender/method_json.h"

#include "method_parts.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

Json write_rank_key(RankKey key) { return Json(format::name_of(format::rank_key_names, key)); }

Result<RankKey> read_rank_key(const Json& json, const std::string& place) {
    const std::string* name = json.as_string();
    if (name == nullptr) return Error(ErrorCode::json_member_type, place, "string");
    const auto key = format::value_of(format::rank_key_names, *name);
    if (!key) return Error(ErrorCode::method_kind_unknown, place, *name);
    return *key;
}

Json write_stage(const TechnicalStage& stage) {
    return Json::object()
        .set("minimum", write_optional_decimal(stage.minimum))
        .set("most", stage.most ? Json(*stage.most) : Json());
}

Result<TechnicalStage> read_stage(ObjectReader& parent) {
    TRY_ASSIGN(const Json* json, parent.object("technical_stage"));
    ObjectReader reader(*json, parent.place_of("technical_stage"));
    TechnicalStage out;
    TRY_ASSIGN(out.minimum, read_optional_decimal(reader, "minimum"));
    TRY_ASSIGN(const Json* most, reader.any("most"));
    if (!most->is_null()) {
        TRY_ASSIGN(out.most, read_int(reader, "most", 1, static_cast<std::int64_t>(max_bids)));
    }
    TRY(reader.finish());
    return out;
}

Json write_low(const AbnormallyLow& low) {
    return Json::object()
        .set("percent_of_next", write_optional_decimal(low.percent_of_next))
        .set("percent_of_others", write_optional_decimal(low.percent_of_others));
}

Result<AbnormallyLow> read_low(ObjectReader& parent) {
    TRY_ASSIGN(const Json* json, parent.object("abnormally_low"));
    ObjectReader reader(*json, parent.place_of("abnormally_low"));
    AbnormallyLow out;
    TRY_ASSIGN(out.percent_of_next, read_optional_decimal(reader, "percent_of_next"));
    TRY_ASSIGN(out.percent_of_others, read_optional_decimal(reader, "percent_of_others"));
    TRY(reader.finish());
    return out;
}

/// How scores become ranks.
Status read_evaluation(ObjectReader& reader, Method& out) {
    TRY_ASSIGN(const Json* aggregation, reader.object("aggregation"));
    TRY_ASSIGN(out.aggregation, read_aggregation(*aggregation, reader.place_of("aggregation")));
    TRY_ASSIGN(const Json* rounding, reader.object("rounding"));
    TRY_ASSIGN(out.rounding, read_plan(*rounding, reader.place_of("rounding")));
    TRY_ASSIGN(out.ranking, read_items<RankKey>(reader, "ranking", format::rank_key_names.size(), read_rank_key));
    TRY_ASSIGN(out.candidates, read_int(reader, "candidates", 1, 3));
    return ok();
}

/// Members that are absent where there is nothing, so that methods without them keep their bytes.
void write_later_members(const Method& method, Json& out) {
    if (method.abnormally_low) out.set("abnormally_low", write_low(*method.abnormally_low));
    if (method.gate_tie != GateTie::keep) out.set("gate_tie", format::name_of(format::gate_tie_names, method.gate_tie));
    if (!method.parameters.empty()) out.set("parameters", write_items(method.parameters, write_parameter));
    if (method.technical_stage) out.set("technical_stage", write_stage(*method.technical_stage));
}

Status read_later_members(ObjectReader& reader, Method& out) {
    if (reader.has("abnormally_low")) {
        TRY_ASSIGN(out.abnormally_low, read_low(reader));
    }
    if (reader.has("gate_tie")) {
        TRY_ASSIGN(out.gate_tie, read_named(reader, "gate_tie", format::gate_tie_names));
    }
    if (reader.has("parameters")) {
        TRY_ASSIGN(out.parameters, read_items<Parameter>(reader, "parameters", max_parameters, read_parameter));
        if (out.parameters.empty()) return Error(ErrorCode::length_wrong, reader.place_of("parameters"));
    }
    if (reader.has("technical_stage")) {
        TRY_ASSIGN(out.technical_stage, read_stage(reader));
    }
    return ok();
}

} // namespace

Json encode_method(const Method& method) {
    Json out = Json::object()
                   .set("adjustments", write_items(method.adjustments, write_adjustment))
                   .set("aggregation", write_aggregation(method.aggregation))
                   .set("candidates", method.candidates)
                   .set("ceiling", write_optional_amount(method.ceiling))
                   .set("label", format::method_label)
                   .set("points", method.points.text())
                   .set("price", write_price(method.price))
                   .set("ranking", write_items(method.ranking, write_rank_key))
                   .set("rounding", write_plan(method.rounding))
                   .set("sections", write_items(method.sections, write_section));
    write_later_members(method, out);
    return out;
}

Result<Method> decode_method(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    TRY(read_label(reader, format::method_label));
    Method out;
    TRY_ASSIGN(out.adjustments, read_items<AdjustmentRule>(reader, "adjustments", max_adjustments, read_adjustment));
    TRY_ASSIGN(out.ceiling, read_optional_amount(reader, "ceiling"));
    TRY_ASSIGN(out.points, read_decimal(reader, "points"));
    TRY_ASSIGN(out.price, read_price(reader));
    TRY_ASSIGN(out.sections, read_items<Section>(reader, "sections", max_sections, read_section));
    TRY(read_evaluation(reader, out));
    TRY(read_later_members(reader, out));
    TRY(reader.finish());
    return out;
}

} // namespace kaibiao::tender
