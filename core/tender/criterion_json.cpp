// Sections and criteria.
#include "method_parts.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

namespace {

Json write_band(const Band& band) {
    return Json::object()
        .set("maximum", band.maximum.text())
        .set("minimum", band.minimum.text())
        .set("title", write_text(band.title));
}

Json write_item(const CountedItem& item) {
    return Json::object()
        .set("key", item.key.text())
        .set("most", item.most)
        .set("points", item.points.text())
        .set("title", write_text(item.title));
}

Json write_row(const TableRow& row) {
    return Json::object().set("from", row.from.text()).set("score", row.score.text());
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
    Json operator()(const AdditiveScore& score) const {
        return Json::object()
            .set("base", score.base.text())
            .set("items", write_items(score.items, write_item))
            .set("kind", format::additive_score)
            .set("maximum", score.maximum.text());
    }
    Json operator()(const DeductionScore& score) const {
        return Json::object()
            .set("items", write_items(score.items, write_item))
            .set("kind", format::deduction_score)
            .set("maximum", score.maximum.text())
            .set("minimum", score.minimum.text());
    }
    Json operator()(const TableScore& score) const {
        return Json::object()
            .set("kind", format::table_score)
            .set("number", write_range(score.number))
            .set("rows", write_items(score.rows, write_row));
    }
    Json operator()(const FormulaScore& score) const {
        return Json::object()
            .set("expression", score.expression)
            .set("kind", format::formula_score)
            .set("maximum", score.maximum.text())
            .set("minimum", score.minimum.text())
            .set("number", write_range(score.number))
            .set("rounding", write_rounding(score.rounding));
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

Result<CriterionRule> read_gate(ObjectReader&) { return CriterionRule(Gate{}); }

Result<CriterionRule> read_free(ObjectReader& reader) {
    TRY_ASSIGN(const StepRange range, read_range_members(reader));
    return CriterionRule(FreeScore{range});
}

Result<CountedItem> read_item(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    CountedItem out;
    TRY_ASSIGN(out.key, read_key<ItemKey>(reader, "key"));
    TRY_ASSIGN(out.most, read_int(reader, "most", 1, format::most_counts));
    TRY_ASSIGN(out.points, read_decimal(reader, "points"));
    TRY_ASSIGN(out.title, read_text(reader, "title", format::longest_title));
    TRY(reader.finish());
    return out;
}

Result<CriterionRule> read_additive(ObjectReader& reader) {
    AdditiveScore out;
    TRY_ASSIGN(out.base, read_decimal(reader, "base"));
    TRY_ASSIGN(out.items, read_items<CountedItem>(reader, "items", max_items, read_item));
    TRY_ASSIGN(out.maximum, read_decimal(reader, "maximum"));
    return CriterionRule(std::move(out));
}

Result<CriterionRule> read_deduction(ObjectReader& reader) {
    DeductionScore out;
    TRY_ASSIGN(out.items, read_items<CountedItem>(reader, "items", max_items, read_item));
    TRY_ASSIGN(out.maximum, read_decimal(reader, "maximum"));
    TRY_ASSIGN(out.minimum, read_decimal(reader, "minimum"));
    return CriterionRule(std::move(out));
}

Result<TableRow> read_row(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    TableRow out;
    TRY_ASSIGN(out.from, read_decimal(reader, "from"));
    TRY_ASSIGN(out.score, read_decimal(reader, "score"));
    TRY(reader.finish());
    return out;
}

Result<CriterionRule> read_table(ObjectReader& reader) {
    TableScore out;
    TRY_ASSIGN(out.number, read_range(reader, "number"));
    TRY_ASSIGN(out.rows, read_items<TableRow>(reader, "rows", max_rows, read_row));
    return CriterionRule(std::move(out));
}

Result<CriterionRule> read_formula(ObjectReader& reader) {
    FormulaScore out;
    TRY_ASSIGN(out.expression, reader.string("expression", format::longest_expression));
    TRY_ASSIGN(out.maximum, read_decimal(reader, "maximum"));
    TRY_ASSIGN(out.minimum, read_decimal(reader, "minimum"));
    TRY_ASSIGN(out.number, read_range(reader, "number"));
    TRY_ASSIGN(out.rounding, read_rounding(reader, "rounding"));
    return CriterionRule(std::move(out));
}

struct RuleReader {
    std::string_view kind;
    Result<CriterionRule> (*read)(ObjectReader& reader);
};
constexpr std::array rule_readers{
    RuleReader{format::gate, read_gate},
    RuleReader{format::free_score, read_free},
    RuleReader{format::banded_score, read_banded},
    RuleReader{format::additive_score, read_additive},
    RuleReader{format::deduction_score, read_deduction},
    RuleReader{format::table_score, read_table},
    RuleReader{format::formula_score, read_formula},
};

Result<CriterionRule> read_rule(const std::string& kind, ObjectReader& reader) {
    for (const RuleReader& one : rule_readers)
        if (one.kind == kind) return one.read(reader);
    return unknown_kind(kind, reader);
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

} // namespace

Json write_section(const Section& section) {
    return Json::object()
        .set("criteria", write_items(section.criteria, write_criterion))
        .set("key", section.key.text())
        .set("kind", format::name_of(format::section_kind_names, section.kind))
        .set("points", section.points.text())
        .set("title", write_text(section.title));
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

Json write_rule(const CriterionRule& rule) { return std::visit(WriteRule{}, rule); }

} // namespace kaibiao::tender
