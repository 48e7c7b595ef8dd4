#pragma once
/// The ChaCha20 key stream (RFC 8439 §2.4) with a nonce of zero: an expansion of a key that is used once.

#include "kaibiao/base/secret.h"

namespace kaibiao::crypto {

inline constexpr std::size_t chacha20_block_size = 64;

/// Fills `out` with the key stream from block `first_block` on. `out` has a whole number of blocks, and the block
/// counter may not pass 2^32 − 1; aborts otherwise.
void chacha20_key_stream(std::span<const std::uint8_t, 32> key, std::uint32_t first_block, MutableBytes out);

} // namespace kaibiao::crypto
