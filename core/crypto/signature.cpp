#include "signature.h"

#include "kaibiao/crypto/der.h"
#include "oid.h"

#include <algorithm>
#include <iterator>

namespace kaibiao::crypto {

namespace {

struct NamedAlgorithm {
    std::string_view oid;
    SignatureAlgorithm algorithm;
};

/// ECDSA: parameters are absent (RFC 5758 §3.2).
constexpr NamedAlgorithm without_parameters[] = {
    {oid::ecdsa_sha256, SignatureAlgorithm::ecdsa_sha256}, {oid::ecdsa_sha384, SignatureAlgorithm::ecdsa_sha384},
    {oid::ecdsa_sha512, SignatureAlgorithm::ecdsa_sha512}, {oid::ed25519, SignatureAlgorithm::ed25519},
    {"1.2.840.10045.4.1", SignatureAlgorithm::weak},   // ecdsa-with-SHA1
    {"1.2.840.10045.4.3.1", SignatureAlgorithm::weak}, // ecdsa-with-SHA224
    {"1.2.840.10040.4.3", SignatureAlgorithm::weak},   // dsa-with-SHA1
};

/// RSA PKCS #1 v1.5: parameters are NULL, or absent in some certificates (RFC 4055 §5 demands to take both).
constexpr NamedAlgorithm with_null[] = {
    {oid::rsa_sha256, SignatureAlgorithm::rsa_sha256},   {oid::rsa_sha384, SignatureAlgorithm::rsa_sha384},
    {oid::rsa_sha512, SignatureAlgorithm::rsa_sha512},   {"1.2.840.113549.1.1.2", SignatureAlgorithm::weak}, // MD2
    {"1.2.840.113549.1.1.3", SignatureAlgorithm::weak},                                                      // MD4
    {"1.2.840.113549.1.1.4", SignatureAlgorithm::weak},                                                      // MD5
    {"1.2.840.113549.1.1.5", SignatureAlgorithm::weak},                                                      // SHA-1
    {"1.3.14.3.2.29", SignatureAlgorithm::weak},         // SHA-1, an older name
    {"1.2.840.113549.1.1.14", SignatureAlgorithm::weak}, // SHA-224
};

Bytes pss_identifier(std::string_view hash, std::uint64_t salt_size) {
    const Bytes hash_identifier = der_sequence({der_oid(hash), der_null()});
    const Bytes mgf_identifier = der_sequence({der_oid(oid::mgf1), hash_identifier});
    const Bytes parameters = der_sequence({der_element(tag::context_constructed(0), {hash_identifier}),
                                           der_element(tag::context_constructed(1), {mgf_identifier}),
                                           der_element(tag::context_constructed(2), {der_integer(salt_size)})});
    return der_sequence({der_oid(oid::rsa_pss), parameters});
}

/// Parameters that leave out a field name SHA-1 by default (RFC 4055 §3.1).
SignatureAlgorithm read_pss(ByteView identifier) {
    if (equal_public(identifier, pss_identifier(oid::sha256, 32))) return SignatureAlgorithm::rsa_pss_sha256;
    if (equal_public(identifier, pss_identifier(oid::sha384, 48))) return SignatureAlgorithm::rsa_pss_sha384;
    if (equal_public(identifier, pss_identifier(oid::sha512, 64))) return SignatureAlgorithm::rsa_pss_sha512;
    return SignatureAlgorithm::weak;
}

Result<SignatureAlgorithm> read_identifier(ByteView identifier) {
    DerReader outer(identifier, ErrorCode::certificate_malformed);
    TRY_ASSIGN(DerReader inner, outer.enter(tag::sequence));
    TRY_ASSIGN(const std::string name, inner.oid());
    if (name == oid::rsa_pss) return read_pss(identifier);
    const auto has_name = [&](const NamedAlgorithm& row) { return row.oid == name; };
    if (inner.at_end()) {
        const auto* row = std::find_if(std::begin(without_parameters), std::end(without_parameters), has_name);
        if (row != std::end(without_parameters)) return row->algorithm;
    } else {
        TRY(inner.null());
        TRY(inner.finish());
    }
    const auto* row = std::find_if(std::begin(with_null), std::end(with_null), has_name);
    return row == std::end(with_null) ? SignatureAlgorithm::unknown : row->algorithm;
}

} // namespace

SignatureAlgorithm read_signature_algorithm(ByteView algorithm_identifier) {
    const auto read = read_identifier(algorithm_identifier);
    return read ? *read : SignatureAlgorithm::unknown;
}

Bytes ecdsa_sha256_identifier() { return der_sequence({der_oid(oid::ecdsa_sha256)}); }

namespace {

Status append_padded(Bytes& out, DerReader& numbers, std::size_t width) {
    TRY_ASSIGN(const Bytes number, numbers.unsigned_integer(width));
    out.insert(out.end(), width - number.size(), 0);
    append(out, number);
    return ok();
}

Result<Bytes> read_ecdsa(ByteView der, std::size_t width) {
    DerReader outer(der, ErrorCode::certificate_signature_wrong);
    TRY_ASSIGN(DerReader numbers, outer.enter(tag::sequence));
    TRY(outer.finish());
    Bytes raw;
    TRY(append_padded(raw, numbers, width));
    TRY(append_padded(raw, numbers, width));
    TRY(numbers.finish());
    return raw;
}

} // namespace

Bytes ecdsa_der_to_raw(ByteView der, std::size_t width) {
    auto raw = read_ecdsa(der, width);
    return raw ? std::move(*raw) : Bytes();
}

Bytes ecdsa_raw_to_der(ByteView raw) {
    const std::size_t width = raw.size() / 2;
    return der_sequence({der_integer(raw.first(width)), der_integer(raw.subspan(width))});
}

} // namespace kaibiao::crypto
