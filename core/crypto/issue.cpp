#include "kaibiao/crypto/issue.h"

#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/hash.h"
#include "oid.h"
#include "signature.h"

#include <algorithm>

namespace kaibiao::crypto {

namespace {

enum class Critical : std::uint8_t { no, yes };

Bytes extension(std::string_view id, Critical critical, ByteView value) {
    const Bytes flag = critical == Critical::yes ? der_boolean(true) : Bytes();
    return der_sequence({der_oid(id), flag, der_octet_string(value)});
}

/// RFC 7093 §2 method 1: the leftmost 160 bits of the SHA-256 of the key's bits.
Bytes key_id_of(ByteView spki) {
    DerReader outer(spki, ErrorCode::key_malformed);
    auto inner = outer.enter(tag::sequence);
    if (!inner || !inner->element(tag::sequence)) return {};
    const auto bits = inner->octets_of_bits();
    if (!bits) return {};
    const Digest digest = sha256(*bits);
    return Bytes(digest.begin(), digest.begin() + 20);
}

Bytes authority_key_id(ByteView id) {
    return extension(oid::authority_key_id, Critical::no, der_sequence({der_element(tag::context(0), {id})}));
}

Bytes authority_extensions(const CertificateOrder& order) {
    const Bytes limit = order.path_length ? der_integer(static_cast<std::uint64_t>(*order.path_length)) : Bytes();
    constexpr auto usage = static_cast<std::uint16_t>(static_cast<std::uint16_t>(KeyUsage::certificate_sign) |
                                                      static_cast<std::uint16_t>(KeyUsage::crl_sign));
    Bytes out = extension(oid::basic_constraints, Critical::yes, der_sequence({der_boolean(true), limit}));
    append(out, extension(oid::key_usage, Critical::yes, der_named_bits(usage)));
    return out;
}

Bytes signer_extensions() {
    constexpr auto usage = static_cast<std::uint16_t>(static_cast<std::uint16_t>(KeyUsage::digital_signature) |
                                                      static_cast<std::uint16_t>(KeyUsage::non_repudiation));
    const Bytes purposes = der_sequence({der_oid(oid::document_signing), der_oid(oid::client_auth)});
    Bytes out = extension(oid::basic_constraints, Critical::yes, der_sequence({}));
    append(out, extension(oid::key_usage, Critical::yes, der_named_bits(usage)));
    append(out, extension(oid::extended_key_usage, Critical::no, purposes));
    return out;
}

Bytes distribution_point(std::string_view url) {
    const Bytes full_name = der_element(tag::context_constructed(0), {der_text(tag::context(6), url)});
    const Bytes point = der_sequence({der_element(tag::context_constructed(0), {full_name})});
    return extension(oid::crl_distribution_points, Critical::no, der_sequence({point}));
}

struct IssuerNames {
    ByteView name;
    ByteView key_id;
};

Bytes all_extensions(const CertificateOrder& order, ByteView subject_key_id, ByteView issuer_key_id) {
    Bytes all = order.use == CertificateUse::authority ? authority_extensions(order) : signer_extensions();
    append(all, extension(oid::subject_key_id, Critical::no, der_octet_string(subject_key_id)));
    if (!issuer_key_id.empty()) append(all, authority_key_id(issuer_key_id));
    if (!order.crl_url.empty()) append(all, distribution_point(order.crl_url));
    return der_element(tag::context_constructed(3), {der_sequence({all})});
}

bool fits_x509(Instant time) { return time.milliseconds() >= 0 && time.text().size() == 24; }

Status check_order(const CertificateOrder& order) {
    const bool is_zero =
        std::all_of(order.serial.begin(), order.serial.end(), [](std::uint8_t byte) { return byte == 0; });
    if (is_zero || order.serial.size() > 20 || (order.serial[0] & 0x80) != 0)
        return Error(ErrorCode::certificate_malformed, "serial");
    if (!fits_x509(order.not_before) || !fits_x509(order.not_after) || order.not_after < order.not_before) {
        return Error(ErrorCode::certificate_malformed, "validity");
    }
    if (order.path_length && *order.path_length < 0) return Error(ErrorCode::certificate_malformed, "path_length");
    return ok();
}

Result<Bytes> sign_certificate(const PrivateKey& key, const IssuerNames& issuer, const CertificateOrder& order,
                               Blinding blinding) {
    TRY(check_order(order));
    const Bytes version = der_element(tag::context_constructed(0), {der_integer(std::uint64_t{2})});
    const Bytes validity = der_sequence({der_time(order.not_before), der_time(order.not_after)});
    const Bytes extensions = all_extensions(order, key_id_of(order.spki), issuer.key_id);
    const Bytes fields = der_sequence({version, der_integer(order.serial), ecdsa_sha256_identifier(), issuer.name,
                                       validity, order.subject, order.spki, extensions});
    Bytes der = der_sequence({fields, ecdsa_sha256_identifier(), der_bit_string(key.sign_der(fields, blinding))});
    TRY(parse_certificate(der)); // subject and key came as bytes: what leaves must read back
    return der;
}

} // namespace

Result<Bytes> issue_certificate(const Issuer& issuer, const CertificateOrder& order, Blinding blinding) {
    const Certificate& ca = issuer.certificate;
    if (!equal_public(ca.key.point, issuer.key.public_point())) {
        return Error(ErrorCode::key_malformed, "issuer", "the key is not the certificate's");
    }
    return sign_certificate(issuer.key, {ca.subject.der, ca.subject_key_id}, order, blinding);
}

Result<Bytes> issue_root(const PrivateKey& key, const CertificateOrder& order, Blinding blinding) {
    CertificateOrder own = order;
    own.spki = key.spki();
    own.use = CertificateUse::authority;
    return sign_certificate(key, {own.subject, key_id_of(own.spki)}, own, blinding);
}

namespace {

Status append_entry(Bytes& out, const RevokedEntry& entry) {
    const bool serial_ok = !entry.serial.empty() && entry.serial.size() <= 20;
    if (!serial_ok || !fits_x509(entry.at)) return Error(ErrorCode::crl_malformed, "revoked");
    append(out, der_sequence({der_integer(entry.serial), der_time(entry.at)}));
    return ok();
}

} // namespace

Result<Bytes> issue_crl(const Issuer& issuer, const CrlOrder& order, Blinding blinding) {
    const Certificate& ca = issuer.certificate;
    if (!equal_public(ca.key.point, issuer.key.public_point())) {
        return Error(ErrorCode::key_malformed, "issuer", "the key is not the certificate's");
    }
    if (!fits_x509(order.this_update) || !fits_x509(order.next_update) || order.next_update < order.this_update) {
        return Error(ErrorCode::crl_malformed, "next_update");
    }
    Bytes entries;
    for (const RevokedEntry& entry : order.revoked) TRY(append_entry(entries, entry));
    // RFC 5280 §5.1.2.6: without entries the list is absent, not empty.
    const Bytes list = entries.empty() ? Bytes() : der_sequence({entries});
    Bytes inner = extension(oid::crl_number, Critical::no, der_integer(order.number));
    if (!ca.subject_key_id.empty()) append(inner, authority_key_id(ca.subject_key_id));
    const Bytes extensions = der_element(tag::context_constructed(0), {der_sequence({inner})});
    const Bytes fields = der_sequence({der_integer(std::uint64_t{1}), ecdsa_sha256_identifier(), ca.subject.der,
                                       der_time(order.this_update), der_time(order.next_update), list, extensions});
    return der_sequence({fields, ecdsa_sha256_identifier(), der_bit_string(issuer.key.sign_der(fields, blinding))});
}

} // namespace kaibiao::crypto
