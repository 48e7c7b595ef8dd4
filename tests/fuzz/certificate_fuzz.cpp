// Oracle: what was read names the same bytes again, and nothing is read from a text with one byte more or less.
#include "kaibiao/crypto/certificate.h"

#include <cstdlib>

using namespace kaibiao;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto parsed = crypto::parse_certificate(input);
    if (!parsed) return 0;
    if (!equal_public(parsed->der, input)) std::abort();
    const auto key = crypto::parse_public_key(parsed->key.spki);
    if (!key || key->kind != parsed->key.kind) std::abort();
    if (crypto::parse_certificate(input.first(size - 1))) std::abort();
    Bytes longer = to_bytes(input);
    longer.push_back(0);
    if (crypto::parse_certificate(longer)) std::abort();
    crypto::is_signed_by(*parsed, parsed->key);
    return 0;
}
