#include "kaibiao/tender/party.h"

namespace kaibiao::tender {

Result<Party> read_party(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    Party party;
    TRY_ASSIGN(party.id, reader.string("id", longest_party_id));
    TRY_ASSIGN(party.name, reader.string("name", longest_name));
    TRY(reader.finish());
    if (party.id.empty()) return Error(ErrorCode::length_wrong, reader.place_of("id"));
    if (party.name.empty()) return Error(ErrorCode::length_wrong, reader.place_of("name"));
    return party;
}

codec::Json write_party(const Party& party) {
    return codec::Json::object().set("id", party.id).set("name", party.name);
}

Result<BilingualText> read_bilingual(const codec::Json& json, const std::string& place, std::size_t max_bytes) {
    codec::ObjectReader reader(json, place);
    BilingualText text;
    TRY_ASSIGN(text.zh, reader.string("zh", max_bytes));
    TRY_ASSIGN(text.en, reader.string("en", max_bytes));
    TRY(reader.finish());
    if (text.zh.empty()) return Error(ErrorCode::length_wrong, reader.place_of("zh"));
    return text;
}

codec::Json write_bilingual(const BilingualText& text) {
    return codec::Json::object().set("en", text.en).set("zh", text.zh);
}

Result<Instant> read_instant(codec::ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::string text, reader.string(key));
    const Result<Instant> instant = Instant::parse(text);
    if (!instant.ok()) return Error(instant.error().code, reader.place_of(key));
    return *instant;
}

} // namespace kaibiao::tender
