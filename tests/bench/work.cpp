#include "work.h"

#include "kaibiao/crypto/aead.h"
#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/private_key.h"
#include "kaibiao/crypto/public_key.h"
#include "kaibiao/seal/age_payload.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

using namespace kaibiao;

namespace {

constexpr std::size_t chunk_size = 65536;

struct Bench {
    Bytes plain;
    Bytes sealed;
    ByteArray<32> seed{};
    ByteArray<32> ed25519_key{};
    ByteArray<64> ed25519_signature{};
    std::optional<crypto::PublicKey> es256_key;
    ByteArray<64> es256_signature{};
};

Bench& bench() {
    static Bench instance;
    return instance;
}

constexpr std::string_view message =
    "a final submission command of ordinary length, signed by a bidder before the deadline";

} // namespace

void bench_prepare(std::uint32_t bytes) {
    Bench& b = bench();
    b.plain.assign(bytes, 0x5a);
    b.sealed.resize(static_cast<std::size_t>(seal::payload_size(bytes)));
    b.seed.fill(7);
    b.ed25519_key = crypto::ed25519_public(b.seed);
    b.ed25519_signature = crypto::ed25519_sign(b.seed, as_bytes(message));
    ByteArray<crypto::PrivateKey::entropy_size> entropy{};
    entropy.fill(9);
    const crypto::PrivateKey key = crypto::PrivateKey::generate(entropy);
    b.es256_key = crypto::parse_public_key(key.spki()).value();
    b.es256_signature = key.sign_es256(as_bytes(message), b.seed);
}

void bench_aead() {
    Bench& b = bench();
    ByteArray<12> nonce{};
    MutableBytes out = b.sealed;
    for (std::size_t at = 0; at < b.plain.size(); at += chunk_size) {
        const std::size_t size = std::min(chunk_size, b.plain.size() - at);
        nonce[10] = static_cast<std::uint8_t>(at / chunk_size);
        crypto::aead_seal(b.seed, nonce, ByteView(b.plain).subspan(at, size), out.first(size + crypto::aead_tag_size));
        out = out.subspan(size + crypto::aead_tag_size);
    }
}

void bench_age_payload() {
    Bench& b = bench();
    ByteArray<16> file_key{};
    seal::AgeNonce nonce{};
    const seal::PayloadKey key = seal::derive_payload_key(seal::FileKey::copy_of(file_key), nonce);
    seal::seal_chunks(key, 0, seal::LastChunk::yes, b.plain, MutableBytes(b.sealed).subspan(seal::age_nonce_size));
}

void bench_ed25519_verify(std::uint32_t count) {
    const Bench& b = bench();
    for (std::uint32_t i = 0; i < count; ++i)
        if (!crypto::ed25519_verify(b.ed25519_key, as_bytes(message), b.ed25519_signature)) std::abort();
}

void bench_es256_verify(std::uint32_t count) {
    const Bench& b = bench();
    for (std::uint32_t i = 0; i < count; ++i)
        if (!crypto::verify_es256(*b.es256_key, as_bytes(message), b.es256_signature)) std::abort();
}
