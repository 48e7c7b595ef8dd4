#pragma once
/// Codes: the only texts a draw compares.

#include "kaibiao/base/error.h"
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

/// draw_list_malformed for a text that is_code refuses.
inline Error not_a_code(std::string place) {
    return Error(ErrorCode::draw_list_malformed, std::move(place), "1 to 64 of A-Z a-z 0-9 . _ -");
}

} // namespace kaibiao::draw
