#include "kaibiao/crypto/hash.h"

#include "sodium_ready.h"

#include <algorithm>

namespace kaibiao::crypto {

struct Sha256::State {
    crypto_hash_sha256_state sodium;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(&state_->sodium); }
Sha256::Sha256(const Sha256& other) : state_(std::make_unique<State>(*other.state_)) {}
Sha256& Sha256::operator=(const Sha256& other) {
    if (this != &other) *state_ = *other.state_;
    return *this;
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

Sha256& Sha256::update(ByteView bytes) {
    crypto_hash_sha256_update(&state_->sodium, bytes.data(), bytes.size());
    return *this;
}

Digest Sha256::finish() {
    Digest out{};
    crypto_hash_sha256_final(&state_->sodium, out.data());
    return out;
}

Digest sha256(ByteView bytes) { return sha256({bytes}); }

Digest sha256(std::initializer_list<ByteView> parts) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const ByteView part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
    Digest out{};
    crypto_hash_sha256_final(&state, out.data());
    return out;
}

ByteArray<64> sha512(std::initializer_list<ByteView> parts) {
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    for (const ByteView part : parts) crypto_hash_sha512_update(&state, part.data(), part.size());
    ByteArray<64> out{};
    crypto_hash_sha512_final(&state, out.data());
    return out;
}

Digest hmac_sha256(ByteView key, ByteView message) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, message.data(), message.size());
    Digest out{};
    crypto_auth_hmacsha256_final(&state, out.data());
    sodium_memzero(&state, sizeof state);
    return out;
}

void hkdf_sha256(ByteView input_key, ByteView salt, ByteView info, MutableBytes out) {
    if (out.size() > 255 * 32) std::abort();
    Digest pseudo_random_key = hmac_sha256(salt, input_key);
    Bytes block; // T(i-1) ‖ info ‖ i
    std::uint8_t counter = 1;
    Digest previous{};
    for (std::size_t done = 0; done < out.size(); ++counter) {
        block.clear();
        if (counter > 1) append(block, previous);
        append(block, info);
        block.push_back(counter);
        previous = hmac_sha256(pseudo_random_key, block);
        const std::size_t take = std::min<std::size_t>(32, out.size() - done);
        std::copy_n(previous.begin(), take, out.begin() + static_cast<std::ptrdiff_t>(done));
        done += take;
        wipe(block);
    }
    wipe(pseudo_random_key);
    wipe(previous);
}

SecretArray<32> hkdf_sha256_key(ByteView input_key, ByteView salt, ByteView info) {
    SecretArray<32> key;
    hkdf_sha256(input_key, salt, info, key.data());
    return key;
}

bool equal_constant_time(ByteView left, ByteView right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace kaibiao::crypto
