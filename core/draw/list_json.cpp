#include "kaibiao/draw/list.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::draw {

namespace {

using codec::Json;
using codec::ObjectReader;

Json write_texts(const std::vector<std::string>& texts) {
    Json::Array out;
    out.reserve(texts.size());
    for (const std::string& text : texts) out.emplace_back(text);
    return Json(std::move(out));
}

/// An array of short texts. Too long an array is an error of its own, told from one malformed entry.
Result<std::vector<std::string>> read_texts(ObjectReader& reader, std::string_view key, std::size_t max_items) {
    TRY_ASSIGN(const Json* value, reader.any(key));
    const Json::Array* items = value->as_array();
    if (items == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key));
    if (items->size() > max_items) return Error(ErrorCode::draw_list_too_long, reader.place_of(key));
    std::vector<std::string> texts;
    texts.reserve(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string* text = (*items)[i].as_string();
        if (text == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key, i));
        texts.push_back(*text);
    }
    return texts;
}

Result<std::uint32_t> read_number(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::int64_t number, reader.integer(key, 0, max_places));
    return static_cast<std::uint32_t>(number);
}

Json write_stratum(const Stratum& stratum) {
    return Json::object()
        .set("count", static_cast<std::int64_t>(stratum.count))
        .set("experts", write_texts(stratum.experts))
        .set("region", stratum.region)
        .set("reserve", static_cast<std::int64_t>(stratum.reserve))
        .set("speciality", stratum.speciality);
}

Result<Stratum> read_stratum(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Stratum stratum;
    TRY_ASSIGN(stratum.speciality, reader.string("speciality", max_code_length));
    TRY_ASSIGN(stratum.region, reader.string("region", max_code_length));
    TRY_ASSIGN(stratum.count, read_number(reader, "count"));
    TRY_ASSIGN(stratum.reserve, read_number(reader, "reserve"));
    TRY_ASSIGN(stratum.experts, read_texts(reader, "experts", max_experts));
    TRY(reader.finish());
    return stratum;
}

Json write_committee(const Committee& committee) {
    return Json::object()
        .set("minimum", static_cast<std::int64_t>(committee.minimum))
        .set("representatives", static_cast<std::int64_t>(committee.representatives))
        .set("seated", static_cast<std::int64_t>(committee.seated));
}

Result<Committee> read_committee(ObjectReader& list) {
    TRY_ASSIGN(const Json* json, list.object("committee"));
    ObjectReader reader(*json, list.place_of("committee"));
    Committee committee;
    TRY_ASSIGN(committee.minimum, read_number(reader, "minimum"));
    TRY_ASSIGN(committee.representatives, read_number(reader, "representatives"));
    TRY_ASSIGN(committee.seated, read_number(reader, "seated"));
    TRY(reader.finish());
    return committee;
}

Result<Exclusion> read_exclusion(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Exclusion exclusion;
    TRY_ASSIGN(exclusion.expert, reader.string("expert", max_code_length));
    TRY_ASSIGN(const std::string name, reader.string("reason", max_code_length));
    const auto reason = parse_exclusion_reason(name);
    if (!reason.ok()) return Error(reason.error().code, reader.place_of("reason"), name);
    exclusion.reason = *reason;
    TRY(reader.finish());
    return exclusion;
}

Json write_experts(const ExpertList& list) {
    Json::Array strata, exclusions;
    for (const Stratum& stratum : list.strata) strata.push_back(write_stratum(stratum));
    for (const Exclusion& exclusion : list.exclusions) {
        exclusions.push_back(Json::object().set("expert", exclusion.expert).set("reason", name_of(exclusion.reason)));
    }
    return Json::object()
        .set("committee", write_committee(list.committee))
        .set("exclusions", std::move(exclusions))
        .set("format", list_format)
        .set("kind", "experts")
        .set("salt", codec::encode_base64(list.salt))
        .set("strata", std::move(strata));
}

/// Reads an array of objects with `read_one(json, place)`.
template <typename Reader>
auto read_objects(ObjectReader& reader, std::string_view key, std::size_t max_items, Reader read_one)
    -> Result<std::vector<typename decltype(read_one(Json(), std::string()))::value_type>> {
    TRY_ASSIGN(const Json* value, reader.any(key));
    const Json::Array* items = value->as_array();
    if (items == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key));
    if (items->size() > max_items) return Error(ErrorCode::draw_list_too_long, reader.place_of(key));
    std::vector<typename decltype(read_one(Json(), std::string()))::value_type> out;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(auto one, read_one((*items)[i], reader.place_of(key, i)));
        out.push_back(std::move(one));
    }
    return out;
}

Result<DrawList> read_experts(ObjectReader& reader) {
    ExpertList list;
    TRY_ASSIGN(list.salt, reader.bytes<32>("salt"));
    TRY_ASSIGN(list.committee, read_committee(reader));
    TRY_ASSIGN(list.strata, read_objects(reader, "strata", max_strata, read_stratum));
    TRY_ASSIGN(list.exclusions, read_objects(reader, "exclusions", max_experts, read_exclusion));
    TRY(reader.finish());
    return DrawList(std::move(list));
}

Result<DrawList> read_values(ObjectReader& reader) {
    ValueList list;
    TRY_ASSIGN(list.name, reader.string("name", max_code_length));
    TRY_ASSIGN(list.values, read_texts(reader, "values", max_values));
    TRY(reader.finish());
    return DrawList(std::move(list));
}

Json write_values(const ValueList& list) {
    return Json::object()
        .set("format", list_format)
        .set("kind", "values")
        .set("name", list.name)
        .set("values", write_texts(list.values));
}

} // namespace

Result<std::string> encode_list(const DrawList& list) {
    const auto* experts = std::get_if<ExpertList>(&list);
    if (experts != nullptr)
        TRY(check_list(*experts));
    else
        TRY(check_list(std::get<ValueList>(list)));
    std::string text =
        codec::dump_canonical(experts != nullptr ? write_experts(*experts) : write_values(std::get<ValueList>(list)));
    if (text.size() > max_list_bytes) return Error(ErrorCode::draw_list_too_long);
    return text;
}

Result<DrawList> decode_list(ByteView text) {
    if (text.size() > max_list_bytes) return Error(ErrorCode::draw_list_too_long);
    TRY_ASSIGN(const Json json, codec::parse_canonical(text, {.max_bytes = max_list_bytes, .max_depth = 8}));
    ObjectReader reader(json, "");
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != list_format) return Error(ErrorCode::draw_list_malformed, "/format");
    TRY_ASSIGN(const std::string kind, reader.string("kind"));
    if (kind == "experts") return read_experts(reader);
    if (kind == "values") return read_values(reader);
    return Error(ErrorCode::draw_list_malformed, "/kind", kind);
}

} // namespace kaibiao::draw
