#include "kaibiao/tender/score_input.h"

#include "kaibiao/tender/method_json.h"
#include "method_members.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

Json write_drawn(const DrawnParameter& drawn) {
    return Json::object().set("index", drawn.index).set("parameter", drawn.parameter.text());
}

Result<DrawnParameter> read_drawn(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    DrawnParameter out;
    TRY_ASSIGN(out.index, reader.integer("index", 0, static_cast<std::int64_t>(max_values)));
    TRY_ASSIGN(out.parameter, read_key<ParameterKey>(reader, "parameter"));
    TRY(reader.finish());
    return out;
}

Json write_bid_id(const BidId& bid) { return Json(bid.text()); }

Result<BidId> read_bid_id(const Json& json, const std::string& place) {
    const std::string* text = json.as_string();
    if (text == nullptr) return Error(ErrorCode::json_member_type, place, "string");
    const auto id = BidId::parse(*text);
    if (!id) return at_place(id.error(), place);
    return *id;
}

template <typename Item, typename ReadItem> Result<std::vector<Item>>
read_later_items(ObjectReader& reader, std::string_view key, std::size_t most, ReadItem read_item) {
    if (!reader.has(key)) return std::vector<Item>();
    TRY_ASSIGN(std::vector<Item> items, read_items<Item>(reader, key, most, read_item));
    if (items.empty()) return Error(ErrorCode::length_wrong, reader.place_of(key));
    return items;
}

} // namespace

Json encode_score_input(const ScoreInput& input) {
    Json out = Json::object()
                   .set("bids", write_items(input.bids, encode_bid_input))
                   .set("label", format::score_input_label)
                   .set("sheets", write_items(input.sheets, encode_score_sheet));
    if (!input.drawn.parameters.empty()) out.set("draws", write_items(input.drawn.parameters, write_drawn));
    if (!input.drawn.tie_order.empty()) out.set("tie_order", write_items(input.drawn.tie_order, write_bid_id));
    return out;
}

Result<ScoreInput> decode_score_input(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    TRY(read_label(reader, format::score_input_label));
    ScoreInput out;
    TRY_ASSIGN(out.bids, read_items<BidInput>(reader, "bids", max_bids, decode_bid_input));
    TRY_ASSIGN(out.drawn.parameters, read_later_items<DrawnParameter>(reader, "draws", max_parameters, read_drawn));
    TRY_ASSIGN(out.sheets, read_items<ScoreSheet>(reader, "sheets", max_experts, decode_score_sheet));
    TRY_ASSIGN(out.drawn.tie_order, read_later_items<BidId>(reader, "tie_order", max_bids, read_bid_id));
    TRY(reader.finish());
    return out;
}

} // namespace kaibiao::tender
