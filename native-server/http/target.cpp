#include "http/target.h"

#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::http {

namespace {

Error malformed(std::string_view why) { return Error(ErrorCode::request_malformed, "target", std::string(why)); }

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

enum class Plus : std::uint8_t { literal, space };

Result<std::string> decoded(std::string_view text, Plus plus) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const int high = i + 1 < text.size() ? digit_of(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
            if (high < 0 || low < 0) return malformed("a percent sign is not followed by two digits");
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::any_of(out.begin(), out.end(), is_control)) return malformed("control character");
    if (!codec::is_utf8(as_bytes(out))) return malformed("not UTF-8");
    return out;
}

Result<std::string> decoded_segment(std::string_view raw) {
    TRY_ASSIGN(std::string segment, decoded(raw, Plus::literal));
    if (segment.find('/') != std::string::npos || segment.find('\\') != std::string::npos)
        return malformed("escaped slash");
    if (segment == "." || segment == "..") return malformed("dot segment");
    return segment;
}

Result<std::string> decoded_path(std::string_view raw) {
    std::string out;
    std::string_view rest = raw;
    while (!rest.empty()) {
        rest.remove_prefix(1); // the slash
        const std::size_t end = std::min(rest.find('/'), rest.size());
        TRY_ASSIGN(const std::string segment, decoded_segment(rest.substr(0, end)));
        rest.remove_prefix(end);
        if (segment.empty() && !rest.empty()) return malformed("empty segment");
        out += '/';
        out += segment;
    }
    return out;
}

} // namespace

Result<Target> parse_target(std::string_view target) {
    if (target.size() > longest_target) return malformed("too long");
    if (target.empty() || target.front() != '/') return malformed("not in origin form");
    Target out;
    const std::size_t question = target.find('?');
    TRY_ASSIGN(out.path, decoded_path(target.substr(0, question)));
    std::string_view rest = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        TRY_ASSIGN(std::string key, decoded(pair.substr(0, equals), Plus::space));
        TRY_ASSIGN(std::string value, decoded(pair.substr(std::min(equals + 1, pair.size())), Plus::space));
        if (!key.empty()) out.query.emplace_back(std::move(key), std::move(value));
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

} // namespace kaibiao::http
