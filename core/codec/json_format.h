#pragma once
/// The limits of the canonical JSON profile, shared by its reader and its writer. See docs/formats/canonical-json.md.

#include <cstdint>
#include <string_view>

namespace kaibiao::codec {

/// 2^53 − 1: every JSON reader in the world holds integers up to here exactly.
inline constexpr std::int64_t max_json_integer = 9'007'199'254'740'991;

inline bool is_json_integer(std::int64_t value) { return value >= -max_json_integer && value <= max_json_integer; }

inline bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

} // namespace kaibiao::codec
