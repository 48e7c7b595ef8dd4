#include "kaibiao/tender/method_json.h"

#include "method_members.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

// ---- writing

Json write_text(const Text& text) { return Json::object().set("en", text.en).set("zh", text.zh); }

Json write_range(const StepRange& range) {
    return Json::object()
        .set("maximum", range.maximum.text())
        .set("minimum", range.minimum.text())
        .set("step", range.step.text());
}

struct WriteEffect {
    Json operator()(const AmountPerUnit& effect) const {
        return Json::object().set("amount", effect.amount.yuan()).set("kind", format::amount_per_unit);
    }
    Json operator()(const PercentPerUnit& effect) const {
        return Json::object().set("kind", format::percent_per_unit).set("percent", effect.percent.text());
    }
};

Json write_adjustment(const AdjustmentRule& rule) {
    return Json::object()
        .set("clause", rule.clause)
        .set("direction", format::name_of(format::direction_names, rule.direction))
        .set("effect", std::visit(WriteEffect{}, rule.effect))
        .set("key", rule.key.text())
        .set("quantity", write_range(rule.quantity))
        .set("title", write_text(rule.title));
}

struct WritePrice {
    Json operator()(const LowPrice& rule) const {
        return Json::object().set("kind", format::low_price).set("points", rule.points.text());
    }
    Json operator()(const LowestEvaluated& rule) const {
        return Json::object()
            .set("kind", format::lowest_evaluated)
            .set("minimum_price", write_optional_amount(rule.minimum_price));
    }
};

Json write_band(const Band& band) {
    return Json::object()
        .set("maximum", band.maximum.text())
        .set("minimum", band.minimum.text())
        .set("title", write_text(band.title));
}

struct WriteRule {
    Json operator()(const Gate&) const { return Json::object().set("kind", format::gate); }
    Json operator()(const FreeScore& score) const { return write_range(score.range).set("kind", format::free_score); }
    Json operator()(const BandedScore& score) const {
        return Json::object()
            .set("bands", write_items(score.bands, write_band))
            .set("kind", format::banded_score)
            .set("step", score.step.text());
    }
};

Json write_criterion(const Criterion& criterion) {
    return Json::object()
        .set("clause", criterion.clause)
        .set("guidance", write_text(criterion.guidance))
        .set("judgement", format::name_of(format::judgement_names, criterion.judgement))
        .set("key", criterion.key.text())
        .set("rule", std::visit(WriteRule{}, criterion.rule))
        .set("title", write_text(criterion.title));
}

Json write_section(const Section& section) {
    return Json::object()
        .set("criteria", write_items(section.criteria, write_criterion))
        .set("key", section.key.text())
        .set("kind", format::name_of(format::section_kind_names, section.kind))
        .set("points", section.points.text())
        .set("title", write_text(section.title));
}

Json write_aggregation(const Aggregation& aggregation) {
    return Json::object()
        .set("kind", format::name_of(format::aggregation_names, aggregation.kind))
        .set("trim_from", aggregation.kind == AggregationKind::trimmed_mean ? Json(aggregation.trim_from) : Json());
}

Json write_rounding(const std::optional<Rounding>& rounding) {
    if (!rounding) return Json();
    return Json::object()
        .set("mode", format::name_of(format::rounding_mode_names, rounding->mode))
        .set("places", rounding->places);
}

Json write_plan(const RoundingPlan& plan) {
    return Json::object()
        .set("criterion", write_rounding(plan.criterion))
        .set("evaluated_price", write_rounding(plan.evaluated_price))
        .set("price_score", write_rounding(plan.price_score))
        .set("section", write_rounding(plan.section))
        .set("total", write_rounding(plan.total));
}

Json write_rank_key(RankKey key) { return Json(format::name_of(format::rank_key_names, key)); }

// ---- reading

Result<Text> read_text(ObjectReader& parent, std::string_view key, std::size_t longest) {
    TRY_ASSIGN(const Json* json, parent.object(key));
    ObjectReader reader(*json, parent.place_of(key));
    Text out;
    TRY_ASSIGN(out.en, reader.string("en", longest));
    TRY_ASSIGN(out.zh, reader.string("zh", longest));
    TRY(reader.finish());
    return out;
}

/// The members only; the caller finishes.
Result<StepRange> read_range_members(ObjectReader& reader) {
    StepRange out;
    TRY_ASSIGN(out.maximum, read_decimal(reader, "maximum"));
    TRY_ASSIGN(out.minimum, read_decimal(reader, "minimum"));
    TRY_ASSIGN(out.step, read_decimal(reader, "step"));
    return out;
}

Result<StepRange> read_range(ObjectReader& parent, std::string_view key) {
    TRY_ASSIGN(const Json* json, parent.object(key));
    ObjectReader reader(*json, parent.place_of(key));
    TRY_ASSIGN(StepRange out, read_range_members(reader));
    TRY(reader.finish());
    return out;
}

/// An object with a `kind` that chooses the alternative; `read_kind` reads the rest.
template <typename Variant, typename ReadKind>
Result<Variant> read_variant(ObjectReader& parent, std::string_view key, ReadKind read_kind) {
    TRY_ASSIGN(const Json* json, parent.object(key));
    ObjectReader reader(*json, parent.place_of(key));
    TRY_ASSIGN(const std::string kind, reader.string("kind", format::longest_name));
    TRY_ASSIGN(Variant out, read_kind(kind, reader));
    TRY(reader.finish());
    return out;
}

Error unknown_kind(const std::string& kind, ObjectReader& reader) {
    return Error(ErrorCode::method_kind_unknown, reader.place_of("kind"), kind);
}

using Effect = decltype(AdjustmentRule::effect);

Result<Effect> read_effect(const std::string& kind, ObjectReader& reader) {
    if (kind == format::amount_per_unit) {
        TRY_ASSIGN(const Money amount, read_amount(reader, "amount"));
        return Effect(AmountPerUnit{amount});
    }
    if (kind != format::percent_per_unit) return unknown_kind(kind, reader);
    TRY_ASSIGN(const Decimal percent, read_decimal(reader, "percent"));
    return Effect(PercentPerUnit{percent});
}

Result<AdjustmentRule> read_adjustment(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    AdjustmentRule out;
    TRY_ASSIGN(out.clause, reader.string("clause", format::longest_clause));
    TRY_ASSIGN(out.direction, read_named(reader, "direction", format::direction_names));
    TRY_ASSIGN(out.effect, read_variant<Effect>(reader, "effect", read_effect));
    TRY_ASSIGN(out.key, read_key<AdjustmentKey>(reader, "key"));
    TRY_ASSIGN(out.quantity, read_range(reader, "quantity"));
    TRY_ASSIGN(out.title, read_text(reader, "title", format::longest_title));
    TRY(reader.finish());
    return out;
}

Result<PriceRule> read_price(const std::string& kind, ObjectReader& reader) {
    if (kind == format::low_price) {
        TRY_ASSIGN(const Decimal points, read_decimal(reader, "points"));
        return PriceRule(LowPrice{points});
    }
    if (kind != format::lowest_evaluated) return unknown_kind(kind, reader);
    TRY_ASSIGN(const std::optional<Money> minimum, read_optional_amount(reader, "minimum_price"));
    return PriceRule(LowestEvaluated{minimum});
}

Result<Band> read_band(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Band out;
    TRY_ASSIGN(out.maximum, read_decimal(reader, "maximum"));
    TRY_ASSIGN(out.minimum, read_decimal(reader, "minimum"));
    TRY_ASSIGN(out.title, read_text(reader, "title", format::longest_title));
    TRY(reader.finish());
    return out;
}

Result<CriterionRule> read_banded(ObjectReader& reader) {
    BandedScore out;
    TRY_ASSIGN(out.bands, read_items<Band>(reader, "bands", max_bands, read_band));
    TRY_ASSIGN(out.step, read_decimal(reader, "step"));
    return CriterionRule(std::move(out));
}

Result<CriterionRule> read_rule(const std::string& kind, ObjectReader& reader) {
    if (kind == format::gate) return CriterionRule(Gate{});
    if (kind == format::banded_score) return read_banded(reader);
    if (kind != format::free_score) return unknown_kind(kind, reader);
    TRY_ASSIGN(const StepRange range, read_range_members(reader));
    return CriterionRule(FreeScore{range});
}

Result<Criterion> read_criterion(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Criterion out;
    TRY_ASSIGN(out.clause, reader.string("clause", format::longest_clause));
    TRY_ASSIGN(out.guidance, read_text(reader, "guidance", format::longest_guidance));
    TRY_ASSIGN(out.judgement, read_named(reader, "judgement", format::judgement_names));
    TRY_ASSIGN(out.key, read_key<CriterionKey>(reader, "key"));
    TRY_ASSIGN(out.rule, read_variant<CriterionRule>(reader, "rule", read_rule));
    TRY_ASSIGN(out.title, read_text(reader, "title", format::longest_title));
    TRY(reader.finish());
    return out;
}

Result<Section> read_section(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Section out;
    TRY_ASSIGN(out.criteria, read_items<Criterion>(reader, "criteria", max_criteria, read_criterion));
    TRY_ASSIGN(out.key, read_key<SectionKey>(reader, "key"));
    TRY_ASSIGN(out.kind, read_named(reader, "kind", format::section_kind_names));
    TRY_ASSIGN(out.points, read_decimal(reader, "points"));
    TRY_ASSIGN(out.title, read_text(reader, "title", format::longest_title));
    TRY(reader.finish());
    return out;
}

Result<Aggregation> read_aggregation(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    Aggregation out;
    TRY_ASSIGN(out.kind, read_named(reader, "kind", format::aggregation_names));
    TRY_ASSIGN(const Json* trim_from, reader.any("trim_from"));
    if (out.kind == AggregationKind::trimmed_mean) {
        TRY_ASSIGN(const std::int64_t experts, reader.integer("trim_from", 0, static_cast<std::int64_t>(max_experts)));
        out.trim_from = static_cast<int>(experts);
    } else if (!trim_from->is_null()) {
        return Error(ErrorCode::json_member_type, reader.place_of("trim_from"), "null");
    }
    TRY(reader.finish());
    return out;
}

Result<std::optional<Rounding>> read_rounding(ObjectReader& parent, std::string_view key) {
    TRY_ASSIGN(const Json* json, parent.any(key));
    if (json->is_null()) return std::optional<Rounding>();
    ObjectReader reader(*json, parent.place_of(key));
    Rounding out;
    TRY_ASSIGN(out.mode, read_named(reader, "mode", format::rounding_mode_names));
    TRY_ASSIGN(const std::int64_t places, reader.integer("places", 0, max_places));
    out.places = static_cast<int>(places);
    TRY(reader.finish());
    return std::optional<Rounding>(out);
}

Result<RoundingPlan> read_plan(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    RoundingPlan out;
    TRY_ASSIGN(out.criterion, read_rounding(reader, "criterion"));
    TRY_ASSIGN(out.evaluated_price, read_rounding(reader, "evaluated_price"));
    TRY_ASSIGN(out.price_score, read_rounding(reader, "price_score"));
    TRY_ASSIGN(out.section, read_rounding(reader, "section"));
    TRY_ASSIGN(out.total, read_rounding(reader, "total"));
    TRY(reader.finish());
    return out;
}

Result<RankKey> read_rank_key(const Json& json, const std::string& place) {
    const std::string* name = json.as_string();
    if (name == nullptr) return Error(ErrorCode::json_member_type, place, "string");
    const auto key = format::value_of(format::rank_key_names, *name);
    if (!key) return Error(ErrorCode::method_kind_unknown, place, *name);
    return *key;
}

/// How scores become ranks.
Status read_evaluation(ObjectReader& reader, Method& out) {
    TRY_ASSIGN(const Json* aggregation, reader.object("aggregation"));
    TRY_ASSIGN(out.aggregation, read_aggregation(*aggregation, reader.place_of("aggregation")));
    TRY_ASSIGN(const Json* rounding, reader.object("rounding"));
    TRY_ASSIGN(out.rounding, read_plan(*rounding, reader.place_of("rounding")));
    TRY_ASSIGN(out.ranking, read_items<RankKey>(reader, "ranking", format::rank_key_names.size(), read_rank_key));
    TRY_ASSIGN(const std::int64_t candidates, reader.integer("candidates", 1, 3));
    out.candidates = static_cast<int>(candidates);
    return ok();
}

} // namespace

Json encode_method(const Method& method) {
    return Json::object()
        .set("adjustments", write_items(method.adjustments, write_adjustment))
        .set("aggregation", write_aggregation(method.aggregation))
        .set("candidates", method.candidates)
        .set("ceiling", write_optional_amount(method.ceiling))
        .set("label", format::method_label)
        .set("points", method.points.text())
        .set("price", std::visit(WritePrice{}, method.price))
        .set("ranking", write_items(method.ranking, write_rank_key))
        .set("rounding", write_plan(method.rounding))
        .set("sections", write_items(method.sections, write_section));
}

Result<Method> decode_method(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    TRY(read_label(reader, format::method_label));
    Method out;
    TRY_ASSIGN(out.adjustments, read_items<AdjustmentRule>(reader, "adjustments", max_adjustments, read_adjustment));
    TRY_ASSIGN(out.ceiling, read_optional_amount(reader, "ceiling"));
    TRY_ASSIGN(out.points, read_decimal(reader, "points"));
    TRY_ASSIGN(out.price, read_variant<PriceRule>(reader, "price", read_price));
    TRY_ASSIGN(out.sections, read_items<Section>(reader, "sections", max_sections, read_section));
    TRY(read_evaluation(reader, out));
    TRY(reader.finish());
    return out;
}

} // namespace kaibiao::tender
