#pragma once
/// Reads the line files of tests/vectors/crypto.

#include "kaibiao/base/bytes.h"
#include "record.h"

#include <algorithm>

namespace kaibiao::crypto::test {

/// Spaces may separate digits, for vectors copied from RFCs.
inline Bytes from_hex(std::string_view text) {
    Bytes out;
    int high = -1;
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
        if (high >= 0) out.push_back(static_cast<std::uint8_t>(high * 16 + digit));
        high = high < 0 ? digit : -1;
    }
    return out;
}

template <std::size_t N> ByteArray<N> array_from_hex(std::string_view text) {
    const Bytes bytes = from_hex(text);
    ByteArray<N> out{};
    std::copy_n(bytes.begin(), N, out.begin());
    return out;
}

inline std::string to_hex(ByteView bytes) {
    std::string out;
    for (const std::uint8_t byte : bytes) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

/// The fields of each line.
inline std::vector<std::vector<std::string>> vector_lines(std::string_view file) {
    std::vector<std::vector<std::string>> lines(1, {""});
    for (const char c : kaibiao::test::vector_text("crypto/" + std::string(file))) {
        if (c == '\n')
            lines.push_back({""});
        else if (c == ' ')
            lines.back().emplace_back();
        else
            lines.back().back() += c;
    }
    lines.pop_back();
    return lines;
}

} // namespace kaibiao::crypto::test
