#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::codec {

namespace {

constexpr char digits[] = "0123456789abcdef";

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

Error malformed(std::size_t offset) { return Error(ErrorCode::hex_malformed, numbered("byte ", offset)); }

} // namespace

std::string encode_hex(ByteView bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

Result<Bytes> decode_hex(std::string_view text) {
    if (text.size() % 2 != 0) return malformed(text.size());
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit_value(text[i]);
        const int low = digit_value(text[i + 1]);
        if (high < 0) return malformed(i);
        if (low < 0) return malformed(i + 1);
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

Result<Digest> decode_digest(std::string_view text) {
    Digest digest{};
    if (text.size() != 2 * digest.size()) return Error(ErrorCode::hex_malformed, numbered("byte ", text.size()));
    TRY_ASSIGN(const Bytes bytes, decode_hex(text));
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

} // namespace kaibiao::codec
