#include "kaibiao/seal/opening_sheet.h"

#include "kaibiao/base/decimal.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::size_t longest_text = 4096;
constexpr std::size_t most_values = 256;
constexpr std::int64_t longest_duration = 100'000;

/// The bidder wrote the sheet: whatever is wrong with its JSON is one fault, told apart by place and detail.
Error as_sheet_error(const Error& error) {
    if (error.code == ErrorCode::words_differ_from_figures || error.code == ErrorCode::sheet_malformed) return error;
    return Error(ErrorCode::sheet_malformed, error.place, std::string(info(error.code).name));
}

template <typename T> Result<T> as_sheet_result(Result<T> result) {
    if (!result.ok()) return as_sheet_error(result.error());
    return result;
}

Json write_values(const std::map<std::string, std::string>& values) {
    Json json = Json::object();
    for (const auto& [name, value] : values) json.set(name, value);
    return json;
}

Result<std::map<std::string, std::string>> read_values(ObjectReader& reader) {
    TRY_ASSIGN(const Json* json, reader.object("values"));
    std::map<std::string, std::string> values;
    if (json->as_object()->size() > most_values) return Error(ErrorCode::length_wrong, reader.place_of("values"));
    ObjectReader members(*json, reader.place_of("values"));
    for (const auto& [name, value] : *json->as_object()) {
        TRY_ASSIGN(std::string text, members.string(name));
        if (!Decimal::parse(text).ok()) return Error(ErrorCode::decimal_malformed, members.place_of(name));
        values.emplace(name, std::move(text));
    }
    return values;
}

Json write_bidder(const PublicSheet& sheet) {
    return Json::object().set("id", sheet.bidder_id).set("name", sheet.bidder_name);
}

Json write_manager(const PublicSheet& sheet) {
    return Json::object().set("certificate", sheet.manager_certificate).set("name", sheet.manager);
}

/// An object of two strings.
Status read_pair(ObjectReader& reader, std::string_view key, std::string_view first, std::string& first_value,
                 std::string& second_value) {
    TRY_ASSIGN(const Json* json, reader.object(key));
    ObjectReader pair(*json, reader.place_of(key));
    TRY_ASSIGN(first_value, pair.string(first, longest_text));
    TRY_ASSIGN(second_value, pair.string("name", longest_text));
    return pair.finish();
}

Result<std::optional<std::string>> read_optional(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json* json, reader.any(key));
    if (json->is_null()) return std::optional<std::string>();
    TRY_ASSIGN(std::string text, reader.string(key));
    return std::optional(std::move(text));
}

Result<std::optional<Money>> read_price(ObjectReader& reader) {
    TRY_ASSIGN(const std::optional<std::string> figures, read_optional(reader, "price"));
    if (!figures) return std::optional<Money>();
    const auto price = Money::parse_yuan(*figures);
    if (!price.ok() || price->yuan() != *figures) return Error(ErrorCode::money_malformed, reader.place_of("price"));
    return std::optional(*price);
}

std::optional<std::string> words_of(const PublicSheet& sheet) {
    return sheet.price ? std::optional(sheet.price->capital()) : std::nullopt;
}

/// Figures and words must be the same amount: a sheet where they differ is refused before it is sealed. Looked at when
/// everything else is in its form, so that all verifiers give the same reason.
Status check_words(const ObjectReader& reader, const PublicSheet& sheet, const std::optional<std::string>& words) {
    if (words_of(sheet) == words) return ok();
    return Error(ErrorCode::words_differ_from_figures, reader.place_of("price_capital"));
}

/// `words`: the amount in words as written, for check_words.
Result<PublicSheet> read_offer(ObjectReader& reader, std::optional<std::string>& words) {
    PublicSheet sheet;
    TRY_ASSIGN(words, read_optional(reader, "price_capital"));
    TRY(read_pair(reader, "bidder", "id", sheet.bidder_id, sheet.bidder_name));
    TRY_ASSIGN(sheet.price, read_price(reader));
    TRY_ASSIGN(sheet.duration_days, reader.integer("duration_days", 0, longest_duration));
    TRY_ASSIGN(sheet.quality, reader.string("quality", longest_text));
    TRY(read_pair(reader, "manager", "certificate", sheet.manager_certificate, sheet.manager));
    TRY_ASSIGN(sheet.security, reader.string("security", longest_text));
    TRY_ASSIGN(sheet.values, read_values(reader));
    if (codec::dump_canonical(write_public_sheet(sheet)).size() > public_sheet_max_size)
        return Error(ErrorCode::length_wrong, {}, "what is announced would be longer than 16 KiB");
    return sheet;
}

Json write_volumes(const std::vector<SheetVolume>& volumes) {
    Json json = Json::array();
    for (const SheetVolume& volume : volumes) {
        json.push(Json::object()
                      .set("bytes", static_cast<std::int64_t>(volume.bytes))
                      .set("filename", volume.filename)
                      .set("part", static_cast<std::int64_t>(volume.part))
                      .set("title", volume.title));
    }
    return json;
}

Result<SheetVolume> read_volume(const Json& json, const std::string& place, std::uint32_t part) {
    ObjectReader reader(json, place);
    SheetVolume volume;
    volume.part = part;
    TRY(reader.integer("part", part, part));
    TRY_ASSIGN(const std::int64_t bytes, reader.integer("bytes", 0, static_cast<std::int64_t>(part_max_length)));
    volume.bytes = static_cast<std::uint64_t>(bytes);
    TRY_ASSIGN(volume.filename, reader.string("filename", longest_text));
    TRY_ASSIGN(volume.title, reader.string("title", longest_text));
    TRY(reader.finish());
    return volume;
}

Status read_volumes(ObjectReader& reader, OpeningSheet& sheet) {
    TRY_ASSIGN(const Json::Array* volumes, reader.array("volumes", lock_max_parts - 1));
    for (std::size_t i = 0; i < volumes->size(); ++i) {
        const std::string place = reader.place_of("volumes", i);
        TRY_ASSIGN(SheetVolume volume, read_volume((*volumes)[i], place, static_cast<std::uint32_t>(i + 1)));
        sheet.volumes.push_back(std::move(volume));
    }
    return ok();
}

Status read_salts(ObjectReader& reader, OpeningSheet& sheet) {
    TRY_ASSIGN(const Json::Array* salts, reader.array("salts", lock_max_parts));
    if (salts->size() != sheet.volumes.size() + 1) return Error(ErrorCode::length_wrong, reader.place_of("salts"));
    for (const Json& json : *salts) {
        const std::string* text = json.as_string();
        if (text == nullptr) return Error(ErrorCode::json_member_type, reader.place_of("salts"));
        const auto bytes = codec::decode_base64(*text);
        if (!bytes.ok() || bytes->size() != plain_salt_size)
            return Error(ErrorCode::base64_malformed, reader.place_of("salts"));
        PlainSalt salt{};
        std::copy(bytes->begin(), bytes->end(), salt.begin());
        sheet.salts.push_back(salt);
    }
    return ok();
}

Status read_pad(ObjectReader& reader) {
    TRY_ASSIGN(const std::string pad, reader.string("pad", sheet_block));
    const bool blank = pad.size() < sheet_block && pad.find_first_not_of(sheet_pad) == std::string::npos;
    if (!blank) return Error(ErrorCode::sheet_malformed, reader.place_of("pad"));
    return ok();
}

Result<OpeningSheet> read_sheet(const Json& json) {
    ObjectReader reader(json, "");
    OpeningSheet sheet;
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != sheet_format) return Error(ErrorCode::sheet_malformed, "/format");
    std::optional<std::string> words;
    TRY_ASSIGN(sheet.offer, read_offer(reader, words));
    TRY(read_volumes(reader, sheet));
    TRY(read_salts(reader, sheet));
    TRY(read_pad(reader));
    TRY(reader.finish());
    TRY(check_words(reader, sheet.offer, words));
    return sheet;
}

} // namespace

Json write_public_sheet(const PublicSheet& sheet) {
    const std::optional<std::string> words = words_of(sheet);
    return Json::object()
        .set("bidder", write_bidder(sheet))
        .set("duration_days", sheet.duration_days)
        .set("manager", write_manager(sheet))
        .set("price", sheet.price ? Json(sheet.price->yuan()) : Json())
        .set("price_capital", words ? Json(*words) : Json())
        .set("quality", sheet.quality)
        .set("security", sheet.security)
        .set("values", write_values(sheet.values));
}

Result<PublicSheet> read_public_sheet(const Json& json, const std::string& place) {
    ObjectReader reader(json, place);
    const auto read = [&]() -> Result<PublicSheet> {
        std::optional<std::string> words;
        TRY_ASSIGN(PublicSheet sheet, read_offer(reader, words));
        TRY(reader.finish());
        TRY(check_words(reader, sheet, words));
        return sheet;
    };
    return as_sheet_result(read());
}

Result<SecretBytes> encode_sheet(const OpeningSheet& sheet) {
    Json salts = Json::array();
    for (const PlainSalt& salt : sheet.salts) salts.push(Json(codec::encode_base64(salt)));
    Json json = write_public_sheet(sheet.offer);
    json.set("format", sheet_format);
    json.set("pad", "");
    json.set("salts", std::move(salts));
    json.set("volumes", write_volumes(sheet.volumes));
    // Every character of the pad adds one byte.
    const std::size_t bare = codec::dump_canonical(json).size();
    json.set("pad", std::string((sheet_block - bare % sheet_block) % sheet_block, sheet_pad));
    const std::string text = codec::dump_canonical(json);
    // What is sealed must be what an opener accepts.
    TRY(decode_sheet(as_bytes(text)));
    return SecretBytes::copy_of(as_bytes(text));
}

Result<OpeningSheet> decode_sheet(ByteView plain) {
    if (plain.size() > sheet_max_size) return Error(ErrorCode::sheet_malformed, {}, "it is too large");
    if (plain.empty() || plain.size() % sheet_block != 0) return Error(ErrorCode::sheet_padding_wrong);
    const auto json = codec::parse_canonical(plain, {.max_bytes = sheet_max_size, .max_depth = 8});
    if (!json.ok()) return as_sheet_error(json.error());
    return as_sheet_result(read_sheet(*json));
}

} // namespace kaibiao::seal
