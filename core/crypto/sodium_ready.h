#pragma once
/// libsodium picks its CPU-specific code in sodium_init; every file of this module that calls it includes this.

#include <sodium.h>

#include <cstdlib>

namespace kaibiao::crypto {

inline void ensure_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) std::abort();
}

} // namespace kaibiao::crypto
