#include "distinguished_name.h"
#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/issue.h"
#include "signature.h"

namespace kaibiao::crypto {

Result<Bytes> create_request(const PrivateKey& key, const NameFields& fields, Blinding blinding) {
    TRY_ASSIGN(const Bytes name, encode_name(fields));
    const Bytes no_attributes = der_element(tag::context_constructed(0), {});
    const Bytes info = der_sequence({der_integer(std::uint64_t{0}), name, key.spki(), no_attributes});
    return der_sequence({info, ecdsa_sha256_identifier(), der_bit_string(key.sign_der(info, blinding))});
}

namespace {

/// CertificationRequestInfo. Attributes are only wishes: they are skipped.
Result<CertificateRequest> read_info(DerReader info) {
    TRY(info.small_integer(0));
    CertificateRequest request;
    TRY_ASSIGN(request.subject, read_name(info));
    TRY_ASSIGN(const ByteView spki, info.element(tag::sequence));
    auto key = parse_public_key(spki);
    if (!key) return info.error(key.error().detail);
    request.key = std::move(*key);
    TRY(info.contents(tag::context_constructed(0)));
    TRY(info.finish());
    return request;
}

} // namespace

Result<CertificateRequest> parse_request(ByteView der) {
    DerReader outer(der, ErrorCode::csr_malformed);
    TRY_ASSIGN(DerReader whole, outer.enter(tag::sequence));
    TRY(outer.finish());
    DerReader at_info = whole;
    TRY_ASSIGN(const ByteView info, whole.element(tag::sequence));
    TRY_ASSIGN(const ByteView algorithm, whole.element(tag::sequence));
    TRY_ASSIGN(const ByteView signature, whole.octets_of_bits());
    TRY(whole.finish());
    TRY_ASSIGN(const DerReader fields, at_info.enter(tag::sequence));
    TRY_ASSIGN(CertificateRequest request, read_info(fields));
    if (!verify_signature(request.key, read_signature_algorithm(algorithm), info, signature)) {
        return Error(ErrorCode::csr_malformed, {}, "its signature is wrong");
    }
    return request;
}

} // namespace kaibiao::crypto
