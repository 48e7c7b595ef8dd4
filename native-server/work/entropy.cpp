#include "work/entropy.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <sys/random.h>

namespace kaibiao::work {

void fill_random(MutableBytes out) {
    for (std::size_t done = 0; done < out.size();) {
        const ssize_t got = ::getrandom(out.data() + done, out.size() - done, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) std::abort();
        done += static_cast<std::size_t>(got);
    }
}

std::uint64_t random_below(std::uint64_t bound) {
    const std::uint64_t unfair = (UINT64_MAX - bound + 1) % bound;
    for (;;) {
        const auto bytes = random_bytes<8>();
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data(), sizeof value);
        if (value >= unfair) return value % bound;
    }
}

} // namespace kaibiao::work
