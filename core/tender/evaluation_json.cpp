// Bids, score sheets and the outcome.
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

struct WriteValue {
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
    TRY_ASSIGN(const std::string value, reader.string("value", format::longest_number));
    if (const auto verdict = format::value_of(format::verdict_names, value)) {
        out.value = *verdict;
    } else {
        TRY_ASSIGN(out.value, read_decimal(reader, "value"));
    }
    TRY(reader.finish());
    return out;
}

// ---- outcome

Json write_mark(const Mark& mark) {
    return Json::object()
        .set("exact", mark.exact.text())
        .set("rounded", mark.rounded ? Json(mark.rounded->text()) : Json());
}

Json write_optional_mark(const std::optional<Mark>& mark) { return mark ? write_mark(*mark) : Json(); }

Json write_rejection(const std::optional<Rejection>& rejection) {
    if (!rejection) return Json();
    return Json::object()
        .set("reason", format::name_of(format::rejection_names, rejection->reason))
        .set("subject", rejection->subject.empty() ? Json() : Json(rejection->subject));
}

/// The keys of the method's gates or of its scored criteria, in its order.
std::vector<std::string> criterion_keys(const Method& method, bool gates) {
    std::vector<std::string> keys;
    for (const Section& section : method.sections)
        for (const Criterion& criterion : section.criteria)
            if (std::holds_alternative<Gate>(criterion.rule) == gates) keys.push_back(criterion.key.text());
    return keys;
}

struct ResultKeys {
    std::vector<std::string> gates, criteria, sections;
    explicit ResultKeys(const Method& method)
        : gates(criterion_keys(method, true)), criteria(criterion_keys(method, false)) {
        for (const Section& section : method.sections) sections.push_back(section.key.text());
    }
};

Json write_marks(const std::vector<Mark>& marks, const std::vector<std::string>& keys, std::string_view name) {
    Json out = Json::array();
    for (std::size_t i = 0; i < marks.size(); ++i) out.push(write_mark(marks[i]).set(name, keys[i]));
    return out;
}

Json write_gates(const std::vector<GateTally>& gates, const std::vector<std::string>& keys) {
    Json out = Json::array();
    for (std::size_t i = 0; i < gates.size(); ++i)
        out.push(Json::object().set("criterion", keys[i]).set("fail", gates[i].fail).set("pass", gates[i].pass));
    return out;
}

Json write_bid_outcome(const BidOutcome& bid, const ResultKeys& keys) {
    return Json::object()
        .set("bid", bid.bid.text())
        .set("criteria", write_marks(bid.criteria, keys.criteria, "criterion"))
        .set("evaluated_price", write_optional_mark(bid.evaluated_price))
        .set("gates", write_gates(bid.gates, keys.gates))
        .set("price_score", write_optional_mark(bid.price_score))
        .set("rank", bid.rank == 0 ? Json() : Json(bid.rank))
        .set("rejection", write_rejection(bid.rejection))
        .set("sections", write_marks(bid.sections, keys.sections, "section"))
        .set("tied", bid.tied)
        .set("total", write_optional_mark(bid.total));
}

Json write_bid_id(const BidId& bid) { return Json(bid.text()); }

Json write_group(const TiedGroup& group) {
    return Json::object().set("bids", write_items(group.bids, write_bid_id)).set("rank", group.rank);
}

} // namespace

Json encode_bid_input(const BidInput& bid) {
    return Json::object()
        .set("adjustments", write_items(bid.adjustments, write_applied))
        .set("bid", bid.bid.text())
        .set("price", bid.price.yuan())
        .set("standing", format::name_of(format::standing_names, bid.standing));
}

Result<BidInput> decode_bid_input(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    BidInput out;
    TRY_ASSIGN(out.adjustments, read_items<AppliedAdjustment>(reader, "adjustments", max_adjustments, read_applied));
    TRY_ASSIGN(out.bid, read_id<BidId>(reader, "bid"));
    TRY_ASSIGN(out.price, read_amount(reader, "price"));
    TRY_ASSIGN(out.standing, read_named(reader, "standing", format::standing_names));
    TRY(reader.finish());
    return out;
}

Json encode_cells(std::span<const Cell> cells) { return write_items(cells, write_cell); }

Result<std::vector<Cell>> decode_cells(const Json& json, const std::string& place) {
    const Json::Array* items = json.as_array();
    if (items == nullptr) return Error(ErrorCode::json_member_type, place, "array");
    std::vector<Cell> out;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(Cell cell, read_cell((*items)[i], place + "/" + std::to_string(i)));
        out.push_back(std::move(cell));
    }
    return out;
}

Json encode_score_sheet(const ScoreSheet& sheet) {
    return Json::object().set("cells", encode_cells(sheet.cells)).set("expert", sheet.expert);
}

Result<ScoreSheet> decode_score_sheet(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    ScoreSheet out;
    TRY_ASSIGN(const Json* cells, reader.any("cells"));
    TRY_ASSIGN(out.cells, decode_cells(*cells, reader.place_of("cells")));
    TRY_ASSIGN(out.expert, reader.string("expert", format::longest_expert));
    if (out.expert.empty()) return Error(ErrorCode::length_wrong, reader.place_of("expert"));
    TRY(reader.finish());
    return out;
}

Json encode_outcome(const Method& method, const Outcome& outcome) {
    const ResultKeys keys(method);
    Json bids = Json::array();
    for (const BidOutcome& bid : outcome.bids) bids.push(write_bid_outcome(bid, keys));
    return Json::object()
        .set("bids", std::move(bids))
        .set("candidates", write_items(outcome.candidates, write_bid_id))
        .set("label", format::result_label)
        .set("reference_price", outcome.reference_price ? Json(outcome.reference_price->text()) : Json())
        .set("tied", write_items(outcome.tied, write_group));
}

} // namespace kaibiao::tender
