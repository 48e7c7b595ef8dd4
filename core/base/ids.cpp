#include "kaibiao/base/ids.h"

namespace kaibiao::detail {

namespace {
int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}
} // namespace

Result<ByteArray<16>> parse_id(std::string_view text) {
    if (text.size() != 32) return Error(ErrorCode::id_malformed);
    ByteArray<16> bytes{};
    for (std::size_t i = 0; i < 16; ++i) {
        const int high = digit_value(text[2 * i]);
        const int low = digit_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return Error(ErrorCode::id_malformed);
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

std::string id_text(const ByteArray<16>& bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace kaibiao::detail
