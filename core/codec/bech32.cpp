#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::codec {

namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_length = 6;

Error malformed(std::string reason) { return Error(ErrorCode::bech32_malformed, {}, std::move(reason)); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lower(c);
    return out;
}

bool has_lower(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}
bool has_upper(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// One step of the BCH code of BIP 173.
std::uint32_t checksum_step(std::uint32_t state, std::uint32_t value) {
    static constexpr std::uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = state >> 25;
    state = (state & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < 5; ++i) {
        if ((top >> i & 1) != 0) state ^= generator[i];
    }
    return state;
}

/// `prefix` in lower case; `groups` of five bits.
std::uint32_t checksum_state(std::string_view prefix, ByteView groups) {
    std::uint32_t state = 1;
    for (const char c : prefix) state = checksum_step(state, static_cast<unsigned char>(c) >> 5);
    state = checksum_step(state, 0);
    for (const char c : prefix) state = checksum_step(state, static_cast<unsigned char>(c) & 31);
    for (const std::uint8_t group : groups) state = checksum_step(state, group);
    return state;
}

Bytes five_bit_groups(ByteView data) {
    Bytes groups;
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t byte : data) {
        bits = bits << 8 | byte;
        for (count += 8; count >= 5; count -= 5) groups.push_back(static_cast<std::uint8_t>(bits >> (count - 5) & 31));
    }
    if (count > 0) groups.push_back(static_cast<std::uint8_t>(bits << (5 - count) & 31));
    return groups;
}

Result<Bytes> whole_bytes(ByteView groups) {
    Bytes data;
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t group : groups) {
        bits = bits << 5 | group;
        count += 5;
        if (count < 8) continue;
        count -= 8;
        data.push_back(static_cast<std::uint8_t>(bits >> count));
        bits &= (1U << count) - 1;
    }
    if (count >= 5 || bits != 0) return malformed("the padding is not canonical");
    return data;
}

Status check_prefix(std::string_view prefix) {
    const auto visible = [](char c) { return c >= 33 && c <= 126; };
    if (prefix.empty() || !std::all_of(prefix.begin(), prefix.end(), visible))
        return malformed("the prefix is not allowed");
    if (has_lower(prefix) && has_upper(prefix)) return malformed("upper and lower case are mixed");
    return ok();
}

Result<Bytes> groups_of(std::string_view lower_text) {
    Bytes groups;
    for (const char c : lower_text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return malformed("a character is not allowed");
        groups.push_back(static_cast<std::uint8_t>(value));
    }
    return groups;
}

} // namespace

Result<std::string> encode_bech32(std::string_view prefix, ByteView data) {
    TRY(check_prefix(prefix));
    const std::string lower_prefix = lowered(prefix);
    Bytes groups = five_bit_groups(data);
    const std::size_t data_groups = groups.size();
    groups.resize(data_groups + checksum_length);
    const std::uint32_t checksum = checksum_state(lower_prefix, groups) ^ 1;
    for (std::size_t i = 0; i < checksum_length; ++i)
        groups[data_groups + i] = static_cast<std::uint8_t>(checksum >> (5 * (checksum_length - 1 - i)) & 31);
    std::string text = lower_prefix + "1";
    for (const std::uint8_t group : groups) text += alphabet[group];
    if (has_upper(prefix)) std::transform(text.begin(), text.end(), text.begin(), upper);
    return text;
}

Result<Bech32> decode_bech32(std::string_view text) {
    if (has_lower(text) && has_upper(text)) return malformed("upper and lower case are mixed");
    const std::size_t separator = text.rfind('1');
    if (separator == std::string_view::npos) return malformed("there is no separator");
    const std::string_view prefix = text.substr(0, separator);
    TRY(check_prefix(prefix));
    TRY_ASSIGN(const Bytes groups, groups_of(lowered(text.substr(separator + 1))));
    if (groups.size() < checksum_length) return malformed("it is too short");
    if (checksum_state(lowered(prefix), groups) != 1) return malformed("the checksum is wrong");
    TRY_ASSIGN(Bytes data, whole_bytes(ByteView(groups).first(groups.size() - checksum_length)));
    return Bech32{std::string(prefix), std::move(data)};
}

} // namespace kaibiao::codec
