#pragma once
/// Codes: the only texts a draw compares.

#include "kaibiao/draw/draw_format.h"

#include <algorithm>

namespace kaibiao::draw {

/// 1 to 64 of `A–Z a–z 0–9 . _ -`, so that one code has one spelling.
inline bool is_code(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    };
    return !text.empty() && text.size() <= max_code_length && std::all_of(text.begin(), text.end(), allowed);
}

} // namespace kaibiao::draw
