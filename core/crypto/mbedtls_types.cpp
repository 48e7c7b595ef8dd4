#include "mbedtls_types.h"

#include "sodium_ready.h"

namespace kaibiao::crypto {

int BlindingSource::fill(void* source, unsigned char* out, std::size_t size) {
    ensure_sodium();
    auto& self = *static_cast<BlindingSource*>(source);
    std::uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = {};
    for (std::size_t i = 0; i < 4; ++i) nonce[i] = static_cast<std::uint8_t>(self.calls_ >> (8 * i));
    ++self.calls_;
    return crypto_stream_chacha20_ietf(out, size, nonce, self.seed_.view().data());
}

} // namespace kaibiao::crypto
