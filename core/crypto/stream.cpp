#include "kaibiao/crypto/stream.h"

#include "sodium_ready.h"

#include <algorithm>

namespace kaibiao::crypto {

void chacha20_key_stream(std::span<const std::uint8_t, 32> key, std::uint32_t first_block, MutableBytes out) {
    ensure_sodium();
    const std::uint64_t blocks = out.size() / chacha20_block_size;
    if (out.size() % chacha20_block_size != 0 || first_block + blocks > (std::uint64_t{1} << 32)) std::abort();
    constexpr ByteArray<12> nonce{};
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    crypto_stream_chacha20_ietf_xor_ic(out.data(), out.data(), out.size(), nonce.data(), first_block, key.data());
}

} // namespace kaibiao::crypto
