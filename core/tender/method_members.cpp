#include "method_members.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;
using namespace score;
namespace format = method_format;

Result<Decimal> read_decimal(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::string text, reader.string(key, method_format::longest_number));
    const auto decimal = Decimal::parse(text);
    if (!decimal) return at_place(decimal.error(), reader.place_of(key));
    return *decimal;
}

Result<Money> read_amount(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::string text, reader.string(key, method_format::longest_number));
    const auto amount = Money::parse_yuan(text);
    if (!amount) return at_place(amount.error(), reader.place_of(key));
    if (amount->yuan() != text)
        return Error(ErrorCode::money_malformed, reader.place_of(key), text + "; " + "exactly two decimals");
    return *amount;
}

Result<std::optional<Money>> read_optional_amount(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json* json, reader.any(key));
    if (json->is_null()) return std::optional<Money>();
    TRY_ASSIGN(const Money amount, read_amount(reader, key));
    return std::optional<Money>(amount);
}

Json write_optional_amount(const std::optional<Money>& amount) { return amount ? Json(amount->yuan()) : Json(); }

Status read_label(ObjectReader& reader, std::string_view label) {
    TRY_ASSIGN(const std::string text, reader.string("label", method_format::longest_name));
    if (text != label) return Error(ErrorCode::method_malformed, reader.place_of("label"), text);
    return ok();
}

Error unknown_kind(const std::string& kind, ObjectReader& reader) {
    return Error(ErrorCode::method_kind_unknown, reader.place_of("kind"), kind);
}

Json write_text(const Text& text) { return Json::object().set("en", text.en).set("zh", text.zh); }

Json write_range(const StepRange& range) {
    return Json::object()
        .set("maximum", range.maximum.text())
        .set("minimum", range.minimum.text())
        .set("step", range.step.text());
}

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

Json write_rounding(const Rounding& rounding) {
    return Json::object()
        .set("mode", format::name_of(format::rounding_mode_names, rounding.mode))
        .set("places", rounding.places);
}

Result<Rounding> read_rounding(ObjectReader& parent, std::string_view key) {
    TRY_ASSIGN(const Json* json, parent.object(key));
    ObjectReader reader(*json, parent.place_of(key));
    Rounding out;
    TRY_ASSIGN(out.mode, read_named(reader, "mode", format::rounding_mode_names));
    TRY_ASSIGN(out.places, read_int(reader, "places", 0, max_places));
    TRY(reader.finish());
    return out;
}

Result<std::optional<Decimal>> read_optional_decimal(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json* json, reader.any(key));
    if (json->is_null()) return std::optional<Decimal>();
    TRY_ASSIGN(const Decimal decimal, read_decimal(reader, key));
    return std::optional<Decimal>(decimal);
}

Json write_optional_decimal(const std::optional<Decimal>& decimal) { return decimal ? Json(decimal->text()) : Json(); }

Result<int> read_int(ObjectReader& reader, std::string_view key, std::int64_t least, std::int64_t most) {
    TRY_ASSIGN(const std::int64_t value, reader.integer(key, least, most));
    return static_cast<int>(value);
}

} // namespace kaibiao::tender
