#pragma once
/// People and organisations as the process names them, and texts in both languages.

#include "kaibiao/base/instant.h"
#include "kaibiao/codec/json.h"

namespace kaibiao::tender {

/// `id` is a unified social credit code (GB 32100) or a person's id: the subject serial number of the certificate.
struct Party {
    std::string id;
    std::string name;
    bool operator==(const Party&) const = default;
};

struct BilingualText {
    std::string zh;
    std::string en;
    bool operator==(const BilingualText&) const = default;
};

inline constexpr std::size_t longest_party_id = 64;
inline constexpr std::size_t longest_name = 512;
inline constexpr std::size_t longest_text = 20'000;

/// `{"id","name"}`, neither empty. Errors: those of ObjectReader, length_wrong when empty.
Result<Party> read_party(const codec::Json& json, const std::string& place);
codec::Json write_party(const Party& party);

/// `{"en","zh"}`; Chinese is never empty, English may be. Errors: as read_party.
Result<BilingualText> read_bilingual(const codec::Json& json, const std::string& place,
                                     std::size_t max_bytes = longest_text);
codec::Json write_bilingual(const BilingualText& text);

/// The member `key` of an object as an instant. Errors: those of ObjectReader, instant_malformed with its place.
Result<Instant> read_instant(codec::ObjectReader& reader, std::string_view key);

} // namespace kaibiao::tender
