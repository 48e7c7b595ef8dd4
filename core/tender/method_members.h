#pragma once
// Members that the JSON forms of method, bids and sheets share: numbers as text, amounts, keys, names of enums.

#include "kaibiao/codec/json.h"
#include "method_format.h"

namespace kaibiao::tender {

inline Error at_place(const Error& error, const std::string& place) { return Error(error.code, place, error.detail); }

/// The only text of a decimal is its own: `8.50` keeps its two places.
Result<Decimal> read_decimal(codec::ObjectReader& reader, std::string_view key);
/// Yuan with exactly two decimals.
Result<Money> read_amount(codec::ObjectReader& reader, std::string_view key);
Result<std::optional<Money>> read_optional_amount(codec::ObjectReader& reader, std::string_view key);
codec::Json write_optional_amount(const std::optional<Money>& amount);
/// Reads `label` and compares it. Errors: method_malformed.
Status read_label(codec::ObjectReader& reader, std::string_view label);

template <typename Enum, std::size_t N> Result<Enum>
read_named(codec::ObjectReader& reader, std::string_view key, const std::array<method_format::Named<Enum>, N>& names) {
    TRY_ASSIGN(const std::string name, reader.string(key, method_format::longest_name));
    const auto value = method_format::value_of(names, name);
    if (!value) return Error(ErrorCode::method_kind_unknown, reader.place_of(key), name);
    return *value;
}

template <typename Key> Result<Key> read_key(codec::ObjectReader& reader, std::string_view member) {
    TRY_ASSIGN(const std::string text, reader.string(member, method_format::longest_name));
    const auto key = Key::parse(text);
    if (!key) return at_place(key.error(), reader.place_of(member));
    return *key;
}

template <typename Id> Result<Id> read_id(codec::ObjectReader& reader, std::string_view member) {
    TRY_ASSIGN(const std::string text, reader.string(member, method_format::longest_name));
    const auto id = Id::parse(text);
    if (!id) return at_place(id.error(), reader.place_of(member));
    return *id;
}

/// An object with a `kind` that chooses the alternative; `read_kind` reads the rest.
template <typename Variant, typename ReadKind>
Result<Variant> read_variant(codec::ObjectReader& parent, std::string_view key, ReadKind read_kind) {
    TRY_ASSIGN(const codec::Json* json, parent.object(key));
    codec::ObjectReader reader(*json, parent.place_of(key));
    TRY_ASSIGN(const std::string kind, reader.string("kind", method_format::longest_name));
    TRY_ASSIGN(Variant out, read_kind(kind, reader));
    TRY(reader.finish());
    return out;
}

/// method_kind_unknown at the reader's `kind`.
Error unknown_kind(const std::string& kind, codec::ObjectReader& reader);

codec::Json write_text(const score::Text& text);
Result<score::Text> read_text(codec::ObjectReader& parent, std::string_view key, std::size_t longest);
codec::Json write_range(const score::StepRange& range);
/// The members only; the caller finishes.
Result<score::StepRange> read_range_members(codec::ObjectReader& reader);
Result<score::StepRange> read_range(codec::ObjectReader& parent, std::string_view key);
codec::Json write_rounding(const score::Rounding& rounding);
Result<score::Rounding> read_rounding(codec::ObjectReader& parent, std::string_view key);
Result<std::optional<Decimal>> read_optional_decimal(codec::ObjectReader& reader, std::string_view key);
codec::Json write_optional_decimal(const std::optional<Decimal>& decimal);
Result<int> read_int(codec::ObjectReader& reader, std::string_view key, std::int64_t least, std::int64_t most);

/// `read_item(json, place)` for each item of the array `key`.
template <typename Item, typename ReadItem> Result<std::vector<Item>>
read_items(codec::ObjectReader& reader, std::string_view key, std::size_t most, ReadItem read_item) {
    TRY_ASSIGN(const codec::Json::Array* items, reader.array(key, most));
    std::vector<Item> out;
    out.reserve(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(Item item, read_item((*items)[i], reader.place_of(key, i)));
        out.push_back(std::move(item));
    }
    return out;
}

template <typename Items, typename WriteItem> codec::Json write_items(const Items& items, WriteItem write_item) {
    codec::Json out = codec::Json::array();
    for (const auto& item : items) out.push(write_item(item));
    return out;
}

} // namespace kaibiao::tender
