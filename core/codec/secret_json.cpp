#include "kaibiao/codec/secret_json.h"

#include "base64.h"

#include <algorithm>

namespace kaibiao::codec {

namespace {

constexpr std::size_t text_size = base64_text_size(32);
constexpr std::uint8_t zero_digit = 'A';

/// The digits of the member's value, or nothing. In a string each quotation mark is escaped, so what is found is a key.
MutableBytes find_value(SecretBytes& text, std::string_view key) {
    const std::string start = "\"" + std::string(key) + "\":\"";
    const std::size_t found = as_text(text.view()).find(start);
    if (found == std::string_view::npos) return {};
    const std::size_t at = found + start.size();
    if (text.size() - at <= text_size || text.view()[at + text_size] != '"') return {};
    return text.data().subspan(at, text_size);
}

} // namespace

Json secret_placeholder() { return Json(std::string(text_size, char{zero_digit})); }

void put_secret(SecretBytes& text, std::string_view key, std::span<const std::uint8_t, 32> secret) {
    const MutableBytes value = find_value(text, key);
    const auto blank = [](std::uint8_t digit) { return digit == zero_digit; };
    if (value.empty() || !std::all_of(value.begin(), value.end(), blank)) std::abort();
    write_base64(secret, Base64::standard_unpadded, value);
}

Result<SecretArray<32>> take_secret(SecretBytes& text, std::string_view key) {
    const MutableBytes value = find_value(text, key);
    const std::string place = "/" + std::string(key);
    if (value.empty()) return Error(ErrorCode::json_member_missing, place);
    SecretArray<32> secret;
    const bool good = !read_base64(value, Base64::standard_unpadded, secret.data());
    std::fill(value.begin(), value.end(), zero_digit);
    if (!good) return Error(ErrorCode::base64_malformed, place);
    return secret;
}

Status read_placeholder(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const auto bytes, reader.bytes<32>(key));
    if (bytes != ByteArray<32>{}) return Error(ErrorCode::json_member_type, reader.place_of(key));
    return ok();
}

} // namespace kaibiao::codec
