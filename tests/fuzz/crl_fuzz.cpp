// Oracle: every entry that was read is found by its serial, and one byte more or less is refused.
#include "kaibiao/crypto/certificate.h"

#include <cstdlib>

using namespace kaibiao;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto parsed = crypto::parse_crl(input);
    if (!parsed) return 0;
    if (!equal_public(parsed->der, input)) std::abort();
    for (const crypto::RevokedEntry& entry : parsed->revoked) {
        if (parsed->find(entry.serial) == nullptr) std::abort();
    }
    if (crypto::parse_crl(input.first(size - 1))) std::abort();
    return 0;
}
