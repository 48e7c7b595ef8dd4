#include "line_reader.h"

#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::log {

std::optional<std::string_view> LineReader::next() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (value >= limit) return std::nullopt;
    return value;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<Digest> parse_base64_digest(std::string_view text) {
    Digest digest{};
    const Result<Bytes> bytes = codec::decode_base64(text, codec::Base64::standard_padded);
    if (!bytes.ok() || bytes->size() != digest.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

} // namespace kaibiao::log
