// Oracle: what was read names the same bytes again, and nothing is read from a text with one byte more or less.
#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/names.h"

#include <cstdlib>

using namespace kaibiao;

namespace {

/// What is opened later, on any bytes; a name that was read is a name.
void open_extensions(const crypto::Certificate& certificate) {
    if (!crypto::read_relative_names(certificate.subject.der)) std::abort();
    if (!crypto::read_relative_names(certificate.issuer.der)) std::abort();
    if (certificate.alternative_names) (void)crypto::read_alternative_names(*certificate.alternative_names);
    if (certificate.name_constraints) (void)crypto::read_name_constraints(*certificate.name_constraints);
    if (certificate.policies) (void)crypto::read_policies(*certificate.policies);
}

} // namespace

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
    open_extensions(*parsed);
    (void)crypto::read_alternative_names(input);
    (void)crypto::read_name_constraints(input);
    return 0;
}
