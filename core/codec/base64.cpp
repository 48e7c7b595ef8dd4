#include "base64.h"

namespace kaibiao::codec {

namespace {

constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xFF;

using DigitTable = ByteArray<256>;

constexpr DigitTable digits_of(std::string_view alphabet) {
    DigitTable table{};
    for (std::uint8_t& entry : table) entry = no_digit;
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}

constexpr DigitTable standard_digits = digits_of(standard_alphabet);
constexpr DigitTable url_digits = digits_of(url_alphabet);

Error malformed(std::size_t offset) { return Error(ErrorCode::base64_malformed, numbered("byte ", offset)); }

/// The text without its padding, which must be exactly what the length demands.
Result<std::string_view> without_padding(std::string_view text) {
    if (text.size() % 4 != 0) return malformed(text.size());
    for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
    return text;
}

} // namespace

void write_base64(ByteView bytes, Base64 variant, MutableBytes out) {
    const std::string_view alphabet = variant == Base64::url_unpadded ? url_alphabet : standard_alphabet;
    std::uint32_t bits = 0;
    int count = 0;
    std::size_t at = 0;
    for (const std::uint8_t byte : bytes) {
        bits = bits << 8 | byte;
        for (count += 8; count >= 6; count -= 6)
            out[at++] = static_cast<std::uint8_t>(alphabet[bits >> (count - 6) & 63]);
    }
    if (count > 0) out[at] = static_cast<std::uint8_t>(alphabet[bits << (6 - count) & 63]);
}

std::optional<std::size_t> read_base64(ByteView text, Base64 variant, MutableBytes out) {
    const DigitTable& digits = variant == Base64::url_unpadded ? url_digits : standard_digits;
    std::uint32_t bits = 0;
    int count = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::uint8_t digit = digits[text[i]];
        if (digit == no_digit) return i;
        bits = bits << 6 | digit;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out[at++] = static_cast<std::uint8_t>(bits >> count);
        bits &= (1U << count) - 1;
    }
    // Bits that encode nothing must be zero, or several texts would give the same bytes.
    if (bits != 0) return text.size() - 1;
    return std::nullopt;
}

std::string encode_base64(ByteView bytes, Base64 variant) {
    std::string text(base64_text_size(bytes.size()), '=');
    write_base64(bytes, variant, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    while (variant == Base64::standard_padded && text.size() % 4 != 0) text += '=';
    return text;
}

Result<Bytes> decode_base64(std::string_view text, Base64 variant) {
    if (variant == Base64::standard_padded) {
        TRY_ASSIGN(text, without_padding(text));
    }
    if (text.size() % 4 == 1) return malformed(text.size());
    Bytes bytes(base64_byte_size(text.size()));
    if (const auto wrong = read_base64(as_bytes(text), variant, bytes)) return malformed(*wrong);
    return bytes;
}

} // namespace kaibiao::codec
