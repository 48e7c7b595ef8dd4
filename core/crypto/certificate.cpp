#include "kaibiao/crypto/certificate.h"

#include "distinguished_name.h"
#include "extensions.h"
#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/hash.h"
#include "signature.h"

namespace kaibiao::crypto {

namespace {

constexpr std::size_t largest_certificate = 64 * 1024;

Status read_version(DerReader& fields) {
    if (!fields.next_is(tag::context_constructed(0))) return fields.error("not a version 3 certificate");
    TRY_ASSIGN(DerReader field, fields.enter(tag::context_constructed(0)));
    TRY_ASSIGN(const int version, field.small_integer(2));
    return version == 2 ? field.finish() : Status(field.error("not a version 3 certificate"));
}

Status read_validity(DerReader& fields, Certificate& certificate) {
    TRY_ASSIGN(DerReader validity, fields.enter(tag::sequence));
    TRY_ASSIGN(certificate.not_before, validity.time());
    TRY_ASSIGN(certificate.not_after, validity.time());
    return validity.finish();
}

Status read_key(DerReader& fields, Certificate& certificate) {
    const DerReader before = fields;
    TRY_ASSIGN(const ByteView spki, fields.element(tag::sequence));
    auto key = parse_public_key(spki);
    if (!key) return before.error(key.error().detail);
    certificate.key = std::move(*key);
    return ok();
}

Status read_optional_tail(DerReader& fields, Certificate& certificate) {
    for (const int unique_id : {1, 2}) {
        if (fields.next_is(tag::context(unique_id))) TRY(fields.contents(tag::context(unique_id)));
    }
    if (!fields.next_is(tag::context_constructed(3))) return fields.finish();
    TRY_ASSIGN(DerReader wrapper, fields.enter(tag::context_constructed(3)));
    TRY(fields.finish());
    TRY_ASSIGN(const std::vector<Extension> extensions, read_extensions(wrapper));
    TRY(wrapper.finish());
    for (const Extension& extension : extensions) TRY(read_certificate_extension(extension, certificate));
    return ok();
}

/// TBSCertificate; `algorithm` is its own copy of the AlgorithmIdentifier.
Status read_fields(DerReader fields, Certificate& certificate, ByteView& algorithm) {
    TRY(read_version(fields));
    TRY_ASSIGN(certificate.serial, fields.unsigned_integer(20));
    TRY_ASSIGN(algorithm, fields.element(tag::sequence));
    TRY_ASSIGN(certificate.issuer, read_name(fields));
    TRY(read_validity(fields, certificate));
    TRY_ASSIGN(certificate.subject, read_name(fields));
    TRY(read_key(fields, certificate));
    return read_optional_tail(fields, certificate);
}

} // namespace

Result<Certificate> parse_certificate(ByteView der) {
    DerReader outer(der, ErrorCode::certificate_malformed);
    if (der.size() > largest_certificate) return outer.error("larger than any certificate");
    TRY_ASSIGN(DerReader whole, outer.enter(tag::sequence));
    TRY(outer.finish());
    Certificate certificate;
    certificate.der = to_bytes(der);
    DerReader at_fields = whole;
    TRY_ASSIGN(const ByteView to_be_signed, whole.element(tag::sequence));
    certificate.to_be_signed = to_bytes(to_be_signed);
    TRY_ASSIGN(const ByteView algorithm, whole.element(tag::sequence));
    TRY_ASSIGN(const ByteView signature, whole.octets_of_bits());
    TRY(whole.finish());
    certificate.signature = to_bytes(signature);
    certificate.signature_algorithm = read_signature_algorithm(algorithm);
    TRY_ASSIGN(DerReader fields, at_fields.enter(tag::sequence));
    ByteView inner_algorithm;
    TRY(read_fields(fields, certificate, inner_algorithm));
    if (!equal_public(algorithm, inner_algorithm)) return whole.error("two different signature algorithms");
    return certificate;
}

Digest fingerprint(const Certificate& certificate) { return sha256(certificate.der); }

bool is_signed_by(const Certificate& certificate, const PublicKey& issuer_key) {
    return verify_signature(issuer_key, certificate.signature_algorithm, certificate.to_be_signed,
                            certificate.signature);
}

} // namespace kaibiao::crypto
