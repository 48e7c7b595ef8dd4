// The outcome.
#include "kaibiao/tender/method_json.h"

#include "method_members.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

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

/// Whether all sections together are a number of their own in this method's results.
bool shows_quality(const Method& method) {
    const auto* cost = std::get_if<QualityCost>(&method.price);
    return method.technical_stage || method.aggregation.level == AggregationLevel::total ||
           (cost != nullptr && cost->minimum_technical);
}

struct ResultKeys {
    bool deviation, quality;
    std::vector<std::string> gates, criteria, sections;
    explicit ResultKeys(const Method& method)
        : deviation(std::holds_alternative<Benchmark>(method.price)), quality(shows_quality(method)),
          gates(criterion_keys(method, true)), criteria(criterion_keys(method, false)) {
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

Json write_fraction(const std::optional<Rational>& value) { return value ? Json(value->text()) : Json(); }

Json write_bid_outcome(const BidOutcome& bid, const ResultKeys& keys) {
    Json out = Json::object()
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
    if (keys.deviation) out.set("deviation", write_optional_mark(bid.deviation));
    if (keys.quality) out.set("quality", write_fraction(bid.quality));
    return out;
}

Json write_judged(const BidOutcome& bid, const ResultKeys& keys) {
    return Json::object()
        .set("bid", bid.bid.text())
        .set("criteria", write_marks(bid.criteria, keys.criteria, "criterion"))
        .set("gates", write_gates(bid.gates, keys.gates))
        .set("quality", write_fraction(bid.quality))
        .set("rejection", write_rejection(bid.rejection))
        .set("sections", write_marks(bid.sections, keys.sections, "section"));
}

Json write_bid_id(const BidId& bid) { return Json(bid.text()); }

Json write_group(const TiedGroup& group) {
    return Json::object().set("bids", write_items(group.bids, write_bid_id)).set("rank", group.rank);
}

Json write_drawn_value(const DrawnValue& drawn) {
    return Json::object()
        .set("index", drawn.index)
        .set("parameter", drawn.parameter.text())
        .set("value", drawn.value.text());
}

} // namespace

Json encode_outcome(const Method& method, const Outcome& outcome) {
    const ResultKeys keys(method);
    Json bids = Json::array();
    for (const BidOutcome& bid : outcome.bids) bids.push(write_bid_outcome(bid, keys));
    Json out = Json::object()
                   .set("bids", std::move(bids))
                   .set("candidates", write_items(outcome.candidates, write_bid_id))
                   .set("label", format::result_label)
                   .set("reference_price", write_fraction(outcome.reference_price))
                   .set("tied", write_items(outcome.tied, write_group));
    if (!method.parameters.empty()) out.set("parameters", write_items(outcome.parameters, write_drawn_value));
    return out;
}

Json encode_technical_outcome(const Method& method, const TechnicalOutcome& outcome) {
    const ResultKeys keys(method);
    Json bids = Json::array();
    for (const BidOutcome& bid : outcome.bids) bids.push(write_judged(bid, keys));
    return Json::object()
        .set("bids", std::move(bids))
        .set("label", format::technical_result_label)
        .set("passing", write_items(outcome.passing, write_bid_id));
}

} // namespace kaibiao::tender
