// Long inputs take libsodium's SIMD code. A compiler fault once broke it in WebAssembly without breaking round trips
// (core/crypto/libsodium_wasm_simd.h), so the expected values come from another library (OpenSSL).

#include "kaibiao/crypto/aead.h"
#include "kaibiao/crypto/hash.h"
#include "record.h"

#include <doctest/doctest.h>

#include <numeric>

using namespace kaibiao;

namespace {

struct Known {
    std::size_t length;
    const char* digest; ///< SHA-256 of ciphertext and tag
};
constexpr Known known_answers[] = {
    {255, "b622227beace17ce6f48302ac84ef67a654c234e4ff1c783801967b1d19acdce"},
    {256, "d19fee89e4eba7e24878124ae9cae89ee19cecfcb310f46c77a92ef4a68d98ac"},
    {257, "928792975113d4b18c98b8e35b2968507576f0446b3b2e1072dabd65ca1699e8"},
    {1000, "e81cfce6a655a42fd2a3b309c27711096ce79d751f723c31e0095b99780d451c"},
    {65536, "71706a3b1231883f9cec30b969d75853a987c124e8f7316d2b6f799124448289"},
};

} // namespace

TEST_CASE("crypto: ChaCha20-Poly1305 of long inputs agrees with OpenSSL") {
    ByteArray<32> key{};
    ByteArray<12> nonce{};
    std::iota(key.begin(), key.end(), std::uint8_t{0});
    std::iota(nonce.begin(), nonce.end(), std::uint8_t{0});
    for (const Known& known : known_answers) {
        CAPTURE(known.length);
        Bytes plain(known.length);
        for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<std::uint8_t>(i * 31);
        Bytes sealed(plain.size() + crypto::aead_tag_size);
        crypto::aead_seal(key, nonce, plain, sealed);
        CHECK(test::hex(crypto::sha256(sealed)) == known.digest);
    }
}
