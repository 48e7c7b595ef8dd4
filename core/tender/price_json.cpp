// Price rules and adjustments.
#include "method_parts.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

struct WriteEffect {
    Json operator()(const AmountPerUnit& effect) const {
        return Json::object().set("amount", effect.amount.yuan()).set("kind", format::amount_per_unit);
    }
    Json operator()(const PercentPerUnit& effect) const {
        return Json::object().set("kind", format::percent_per_unit).set("percent", effect.percent.text());
    }
};

Json write_setting(const Setting& setting) {
    if (const auto* fixed = std::get_if<Decimal>(&setting)) return Json(fixed->text());
    return Json::object().set("parameter", std::get_if<ParameterKey>(&setting)->text());
}

Json write_trim(const BenchmarkTrim& trim) {
    const auto* from = std::get_if<Decimal>(&trim.from);
    return Json::object()
        .set("from", from != nullptr ? Json(from->units()) : write_setting(trim.from))
        .set("highest", trim.highest)
        .set("lowest", trim.lowest)
        .set("outside", trim.outside ? write_setting(*trim.outside) : Json());
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
    Json operator()(const Benchmark& rule) const {
        return Json::object()
            .set("above", rule.above.text())
            .set("below", rule.below.text())
            .set("ceiling_weight", write_setting(rule.ceiling_weight))
            .set("kind", format::benchmark)
            .set("points", rule.points.text())
            .set("reduction", write_setting(rule.reduction))
            .set("second", format::name_of(format::second_mean_names, rule.second))
            .set("trim", write_trim(rule.trim));
    }
    Json operator()(const QualityCost& rule) const {
        return Json::object()
            .set("financial_weight", rule.financial_weight.text())
            .set("kind", format::quality_cost)
            .set("minimum_technical", write_optional_decimal(rule.minimum_technical))
            .set("technical_weight", rule.technical_weight.text());
    }
    Json operator()(const PriceRange& rule) const {
        return Json::object().set("kind", format::price_range).set("points", rule.points.text());
    }
    Json operator()(const FixedReference& rule) const {
        return Json::object()
            .set("kind", format::fixed_reference)
            .set("points", rule.points.text())
            .set("reference", rule.reference.yuan());
    }
    Json operator()(const QualityPerPrice& rule) const {
        return Json::object().set("kind", format::quality_per_price).set("scale", rule.scale.text());
    }
};

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

Result<Setting> read_drawn(ObjectReader& parent, std::string_view key) {
    TRY_ASSIGN(const Json* json, parent.object(key));
    ObjectReader reader(*json, parent.place_of(key));
    TRY_ASSIGN(ParameterKey parameter, read_key<ParameterKey>(reader, "parameter"));
    TRY(reader.finish());
    return Setting(std::move(parameter));
}

Result<Setting> read_setting(ObjectReader& parent, std::string_view key) {
    TRY_ASSIGN(const Json* json, parent.any(key));
    if (json->as_string() == nullptr) return read_drawn(parent, key);
    TRY_ASSIGN(const Decimal fixed, read_decimal(parent, key));
    return Setting(fixed);
}

Result<Setting> read_count(ObjectReader& parent, std::string_view key, std::int64_t most) {
    TRY_ASSIGN(const Json* json, parent.any(key));
    if (json->as_object() != nullptr) return read_drawn(parent, key);
    TRY_ASSIGN(const int fixed, read_int(parent, key, 0, most));
    TRY_ASSIGN(const Decimal count, Decimal::make(fixed, 0));
    return Setting(count);
}

Result<BenchmarkTrim> read_trim(ObjectReader& parent) {
    TRY_ASSIGN(const Json* json, parent.object("trim"));
    ObjectReader reader(*json, parent.place_of("trim"));
    BenchmarkTrim out;
    constexpr auto most = static_cast<std::int64_t>(max_bids);
    TRY_ASSIGN(out.from, read_count(reader, "from", most));
    TRY_ASSIGN(out.highest, read_int(reader, "highest", 0, most));
    TRY_ASSIGN(out.lowest, read_int(reader, "lowest", 0, most));
    TRY_ASSIGN(const Json* outside, reader.any("outside"));
    if (!outside->is_null()) {
        TRY_ASSIGN(out.outside, read_setting(reader, "outside"));
    }
    TRY(reader.finish());
    return out;
}

Result<PriceRule> read_low_price(ObjectReader& reader) {
    TRY_ASSIGN(const Decimal points, read_decimal(reader, "points"));
    return PriceRule(LowPrice{points});
}

Result<PriceRule> read_lowest_evaluated(ObjectReader& reader) {
    TRY_ASSIGN(const std::optional<Money> minimum, read_optional_amount(reader, "minimum_price"));
    return PriceRule(LowestEvaluated{minimum});
}

Result<PriceRule> read_benchmark(ObjectReader& reader) {
    Benchmark out;
    TRY_ASSIGN(out.above, read_decimal(reader, "above"));
    TRY_ASSIGN(out.below, read_decimal(reader, "below"));
    TRY_ASSIGN(out.ceiling_weight, read_setting(reader, "ceiling_weight"));
    TRY_ASSIGN(out.points, read_decimal(reader, "points"));
    TRY_ASSIGN(out.reduction, read_setting(reader, "reduction"));
    TRY_ASSIGN(out.second, read_named(reader, "second", format::second_mean_names));
    TRY_ASSIGN(out.trim, read_trim(reader));
    return PriceRule(std::move(out));
}

Result<PriceRule> read_quality_cost(ObjectReader& reader) {
    QualityCost out;
    TRY_ASSIGN(out.financial_weight, read_decimal(reader, "financial_weight"));
    TRY_ASSIGN(out.minimum_technical, read_optional_decimal(reader, "minimum_technical"));
    TRY_ASSIGN(out.technical_weight, read_decimal(reader, "technical_weight"));
    return PriceRule(out);
}

Result<PriceRule> read_price_range(ObjectReader& reader) {
    TRY_ASSIGN(const Decimal points, read_decimal(reader, "points"));
    return PriceRule(PriceRange{points});
}

Result<PriceRule> read_fixed_reference(ObjectReader& reader) {
    TRY_ASSIGN(const Decimal points, read_decimal(reader, "points"));
    TRY_ASSIGN(const Money reference, read_amount(reader, "reference"));
    return PriceRule(FixedReference{points, reference});
}

Result<PriceRule> read_quality_per_price(ObjectReader& reader) {
    TRY_ASSIGN(const Decimal scale, read_decimal(reader, "scale"));
    return PriceRule(QualityPerPrice{scale});
}

struct PriceReader {
    std::string_view kind;
    Result<PriceRule> (*read)(ObjectReader& reader);
};
constexpr std::array price_readers{
    PriceReader{format::low_price, read_low_price},
    PriceReader{format::lowest_evaluated, read_lowest_evaluated},
    PriceReader{format::benchmark, read_benchmark},
    PriceReader{format::quality_cost, read_quality_cost},
    PriceReader{format::price_range, read_price_range},
    PriceReader{format::fixed_reference, read_fixed_reference},
    PriceReader{format::quality_per_price, read_quality_per_price},
};

Result<PriceRule> read_kind(const std::string& kind, ObjectReader& reader) {
    for (const PriceReader& one : price_readers)
        if (one.kind == kind) return one.read(reader);
    return unknown_kind(kind, reader);
}

} // namespace

Json write_adjustment(const AdjustmentRule& rule) {
    return Json::object()
        .set("clause", rule.clause)
        .set("direction", format::name_of(format::direction_names, rule.direction))
        .set("effect", std::visit(WriteEffect{}, rule.effect))
        .set("key", rule.key.text())
        .set("quantity", write_range(rule.quantity))
        .set("title", write_text(rule.title));
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

Json write_price(const PriceRule& rule) { return std::visit(WritePrice{}, rule); }

Result<PriceRule> read_price(ObjectReader& parent) { return read_variant<PriceRule>(parent, "price", read_kind); }

} // namespace kaibiao::tender
