#pragma once
/// Random bytes from the operating system (getrandom); the only source there is.

#include "kaibiao/base/bytes.h"

namespace kaibiao::work {

/// Aborts when the system gives none.
void fill_random(MutableBytes out);

template <std::size_t N> ByteArray<N> random_bytes() {
    ByteArray<N> out{};
    fill_random(out);
    return out;
}
template <typename Id> Id random_id() { return Id(random_bytes<16>()); }

/// Uniform in 0 … bound − 1; bound > 0.
std::uint64_t random_below(std::uint64_t bound);

} // namespace kaibiao::work
