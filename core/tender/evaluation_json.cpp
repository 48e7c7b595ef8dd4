// Bids and score sheets.
#include "kaibiao/tender/method_json.h"

#include "method_members.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

Json write_applied(const AppliedAdjustment& applied) {
    return Json::object().set("quantity", applied.quantity.text()).set("rule", applied.rule.text());
}

Result<AppliedAdjustment> read_applied(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    AppliedAdjustment out;
    TRY_ASSIGN(out.quantity, read_decimal(reader, "quantity"));
    TRY_ASSIGN(out.rule, read_key<AdjustmentKey>(reader, "rule"));
    TRY(reader.finish());
    return out;
}

Json write_count(const ItemCount& count) {
    return Json::object().set("count", count.count).set("item", count.item.text());
}

Result<ItemCount> read_count(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    ItemCount out;
    TRY_ASSIGN(out.count, read_int(reader, "count", 0, format::most_counts));
    TRY_ASSIGN(out.item, read_key<ItemKey>(reader, "item"));
    TRY(reader.finish());
    return out;
}

struct WriteValue {
    Json operator()(const std::vector<ItemCount>& counts) const { return write_items(counts, write_count); }
    Json operator()(Verdict verdict) const { return Json(format::name_of(format::verdict_names, verdict)); }
    Json operator()(const Decimal& score) const { return Json(score.text()); }
};

Json write_cell(const Cell& cell) {
    return Json::object()
        .set("bid", cell.bid.text())
        .set("criterion", cell.criterion.text())
        .set("value", std::visit(WriteValue{}, cell.value));
}

Result<Cell> read_cell(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Cell out;
    TRY_ASSIGN(out.bid, read_id<BidId>(reader, "bid"));
    TRY_ASSIGN(out.criterion, read_key<CriterionKey>(reader, "criterion"));
    TRY_ASSIGN(const Json* json_value, reader.any("value"));
    if (json_value->as_array() != nullptr) {
        TRY_ASSIGN(out.value, read_items<ItemCount>(reader, "value", max_items, read_count));
        TRY(reader.finish());
        return out;
    }
    TRY_ASSIGN(const std::string value, reader.string("value", format::longest_number));
    if (const auto verdict = format::value_of(format::verdict_names, value)) {
        out.value = *verdict;
    } else {
        const auto number = read_decimal(reader, "value");
        if (!number) return Error(number.error().code, number.error().place, "no number, nor pass or fail");
        out.value = *number;
    }
    TRY(reader.finish());
    return out;
}

Result<BidStanding> read_standing(ObjectReader& reader, std::string_view key) {
    auto standing = read_named(reader, key, format::standing_names);
    if (standing || standing.error().code != ErrorCode::method_kind_unknown) return standing;
    return Error(ErrorCode::method_kind_unknown, reader.place_of(key),
                 standing.error().detail + "; " + "admitted, revoked, withdrawn or excluded");
}

} // namespace

Json encode_bid_input(const BidInput& bid) {
    Json out = Json::object()
                   .set("adjustments", write_items(bid.adjustments, write_applied))
                   .set("bid", bid.bid.text())
                   .set("price", bid.price.yuan())
                   .set("standing", format::name_of(format::standing_names, bid.standing));
    if (bid.price_standing != BidStanding::admitted)
        out.set("price_standing", format::name_of(format::standing_names, bid.price_standing));
    return out;
}

Result<BidInput> decode_bid_input(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    BidInput out;
    TRY_ASSIGN(out.adjustments, read_items<AppliedAdjustment>(reader, "adjustments", max_adjustments, read_applied));
    TRY_ASSIGN(out.bid, read_id<BidId>(reader, "bid"));
    TRY_ASSIGN(out.price, read_amount(reader, "price"));
    TRY_ASSIGN(out.standing, read_standing(reader, "standing"));
    if (reader.has("price_standing")) {
        TRY_ASSIGN(out.price_standing, read_standing(reader, "price_standing"));
        if (out.price_standing == BidStanding::admitted)
            return Error(ErrorCode::json_not_canonical, reader.place_of("price_standing"), "left out instead");
    }
    TRY(reader.finish());
    return out;
}

Json encode_cells(std::span<const Cell> cells) { return write_items(cells, write_cell); }

Result<std::vector<Cell>> decode_cells(const Json& json, const std::string& place) {
    const Json::Array* items = json.as_array();
    if (items == nullptr) return Error(ErrorCode::json_member_type, place, "array");
    std::vector<Cell> out;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(Cell cell, read_cell((*items)[i], place + numbered("/", i)));
        out.push_back(std::move(cell));
    }
    return out;
}

Json encode_score_sheet(const ScoreSheet& sheet) {
    Json out = Json::object().set("cells", encode_cells(sheet.cells)).set("expert", sheet.expert);
    if (!sheet.group.text().empty()) out.set("group", sheet.group.text());
    if (sheet.role != SheetRole::member) out.set("role", format::name_of(format::role_names, sheet.role));
    return out;
}

Result<ScoreSheet> decode_score_sheet(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    ScoreSheet out;
    TRY_ASSIGN(const Json* cells, reader.any("cells"));
    TRY_ASSIGN(out.cells, decode_cells(*cells, reader.place_of("cells")));
    TRY_ASSIGN(out.expert, reader.string("expert", format::longest_expert));
    if (out.expert.empty()) return Error(ErrorCode::length_wrong, reader.place_of("expert"));
    if (reader.has("group")) {
        TRY_ASSIGN(out.group, read_key<GroupKey>(reader, "group"));
    }
    if (reader.has("role")) {
        TRY_ASSIGN(out.role, read_named(reader, "role", format::role_names));
    }
    TRY(reader.finish());
    return out;
}

} // namespace kaibiao::tender
