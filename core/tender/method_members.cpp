#include "method_members.h"

namespace kaibiao::tender {

using codec::Json;
using codec::ObjectReader;

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
    if (amount->yuan() != text) return Error(ErrorCode::money_malformed, reader.place_of(key), text);
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

} // namespace kaibiao::tender
