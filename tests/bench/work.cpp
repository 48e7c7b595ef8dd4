#include "work.h"

#include "kaibiao/crypto/aead.h"
#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/private_key.h"
#include "kaibiao/crypto/public_key.h"
#include "kaibiao/draw/transcript.h"
#include "kaibiao/seal/age_payload.h"

#include <algorithm>
#include <cstdlib>
#include <map>
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

/// Made once for each size.
struct DrawBench {
    draw::ExpertList list;
    std::string text;
    std::string message;
};

DrawBench make_draw(std::uint32_t experts) {
    DrawBench out;
    out.list.strata = {{"structures", "43", 11, 20, {}}};
    std::vector<draw::Candidate> candidates;
    for (std::uint32_t i = 0; i < experts; ++i) {
        candidates.push_back({"expert-" + std::to_string(i), "structures", "43"});
        if (i % 50 == 0) out.list.exclusions.push_back({candidates.back().expert, draw::Reason::employment});
    }
    out.list = draw::arrange(std::move(out.list), candidates).value();
    out.text = draw::encode_list(out.list).value();
    draw::DrawMessage message;
    message.list = draw::list_hash(as_bytes(out.text));
    out.message = draw::encode_message(message);
    return out;
}

const DrawBench& draw_of(std::uint32_t experts) {
    static std::map<std::uint32_t, DrawBench> made;
    const auto found = made.find(experts);
    return found != made.end() ? found->second : made.emplace(experts, make_draw(experts)).first->second;
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

void bench_draw(std::uint32_t experts) {
    const DrawBench& b = draw_of(experts);
    draw::DrawSeed seed{};
    const auto walk = draw::Walk::begin(b.list, seed, as_bytes(b.message));
    if (!walk.ok() || walk->outcome()[0].members.size() != 11) std::abort();
}

void bench_draw_text(std::uint32_t experts) {
    const DrawBench& b = draw_of(experts);
    const auto drawn = draw::draw_transcript(b.message, b.text, draw::DrawSeed{}, {}, draw::ListInTranscript::withheld);
    if (!drawn.ok() || !draw::verify_transcript(*drawn, b.text).ok()) std::abort();
}
