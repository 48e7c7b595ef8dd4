#include "utf8.h"

#include "kaibiao/codec/text.h"

namespace kaibiao::codec {

namespace {

struct Lead {
    std::size_t length;
    /// The second byte's range excludes overlong forms, surrogates and values above U+10FFFF (RFC 3629 §4).
    std::uint8_t second_low, second_high;
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80) return {1, 0, 0};
    if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
    if (byte == 0xE0) return {3, 0xA0, 0xBF};
    if (byte == 0xED) return {3, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF};
    if (byte == 0xF0) return {4, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF};
    if (byte == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

} // namespace

std::size_t utf8_character_length(ByteView bytes, std::size_t at) {
    const Lead lead = lead_of(bytes[at]);
    if (lead.length < 2) return lead.length;
    if (bytes.size() - at < lead.length) return 0;
    if (bytes[at + 1] < lead.second_low || bytes[at + 1] > lead.second_high) return 0;
    for (std::size_t i = 2; i < lead.length; ++i) {
        if ((bytes[at + i] & 0xC0) != 0x80) return 0;
    }
    return lead.length;
}

std::size_t first_ill_formed(ByteView bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t length = utf8_character_length(bytes, at);
        if (length == 0) return at;
        at += length;
    }
    return at;
}

bool is_utf8(ByteView bytes) { return first_ill_formed(bytes) == bytes.size(); }

} // namespace kaibiao::codec
