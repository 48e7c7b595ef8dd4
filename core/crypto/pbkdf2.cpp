#include "kaibiao/crypto/private_key.h"

#include "sodium_ready.h"

#include <algorithm>

namespace kaibiao::crypto {

namespace {

using HmacState = crypto_auth_hmacsha256_state;

/// Continues from a keyed state, so that the passphrase is hashed once and not once per iteration.
void hmac_from(HmacState state, ByteView message, ByteView more, ByteArray<32>& out) {
    crypto_auth_hmacsha256_update(&state, message.data(), message.size());
    crypto_auth_hmacsha256_update(&state, more.data(), more.size());
    crypto_auth_hmacsha256_final(&state, out.data());
    sodium_memzero(&state, sizeof state);
}

void derive_block(const HmacState& keyed, ByteView salt, std::uint32_t index, std::uint32_t iterations,
                  ByteArray<32>& sum) {
    Bytes counter;
    append_u32_be(counter, index);
    ByteArray<32> round{};
    hmac_from(keyed, salt, counter, round);
    sum = round;
    for (std::uint32_t i = 1; i < iterations; ++i) {
        hmac_from(keyed, round, {}, round);
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = static_cast<std::uint8_t>(sum[k] ^ round[k]);
    }
    wipe(round);
}

} // namespace

void pbkdf2_sha256(ByteView passphrase, ByteView salt, std::uint32_t iterations, MutableBytes out) {
    HmacState keyed;
    crypto_auth_hmacsha256_init(&keyed, passphrase.data(), passphrase.size());
    ByteArray<32> sum{};
    for (std::uint32_t index = 1; !out.empty(); ++index) {
        derive_block(keyed, salt, index, iterations, sum);
        const std::size_t take = std::min(sum.size(), out.size());
        std::copy_n(sum.begin(), take, out.begin());
        out = out.subspan(take);
    }
    wipe(sum);
    sodium_memzero(&keyed, sizeof keyed);
}

} // namespace kaibiao::crypto
