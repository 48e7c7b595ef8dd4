// Oracle: a key that was read is written and read again as the same key. Encrypted files are tried with a fixed
// passphrase; the iteration count in the input is what bounds the time, so inputs with a large one are left out.
#include "kaibiao/crypto/private_key.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::crypto;

namespace {

/// Whether some three bytes in a row are an INTEGER of two or more bytes that could be a large iteration count.
bool is_slow(ByteView input) {
    for (std::size_t i = 0; i + 2 < input.size(); ++i) {
        if (input[i] == 0x02 && input[i + 1] >= 3 && input[i + 1] <= 5) return true;
    }
    return false;
}

void check_round_trip(const Result<PrivateKey>& key) {
    if (!key) return;
    const auto again = decode_pkcs8(encode_pkcs8(*key).view());
    if (!again || again->public_point() != key->public_point()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    check_round_trip(decode_pkcs8(input));
    if (!is_slow(input)) check_round_trip(decrypt_pkcs8(input, as_bytes("correct horse")));
    return 0;
}
