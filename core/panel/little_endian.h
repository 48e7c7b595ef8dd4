#pragma once
/// The little-endian counters of COCKTAIL's hashed structures.

#include "kaibiao/base/bytes.h"

namespace kaibiao::panel {

inline void append_u32_le(Bytes& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
inline void append_u64_le(Bytes& out, std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

} // namespace kaibiao::panel
