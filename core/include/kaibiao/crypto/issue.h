#pragma once
/// What a certificate authority writes: requests (PKCS #10, RFC 2986), certificates and revocation lists (RFC 5280),
/// all signed with ecdsa-with-SHA256. Serial numbers, times and blinding are arguments, so equal arguments give equal
/// bytes.

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/private_key.h"

namespace kaibiao::crypto {

/// A Name in DER: C, O, OU, CN, serialNumber in this order, absent ones left out. Errors:
/// certificate_subject_incomplete without a common name; csr_malformed for text over RFC 5280's upper bounds or not
/// UTF-8.
Result<Bytes> encode_name(const NameFields& fields);

/// A certificate request, with `fields.organisational_unit` naming the role asked for. Errors: as encode_name.
Result<Bytes> create_request(const PrivateKey& key, const NameFields& fields, Blinding blinding);

struct CertificateRequest {
    DistinguishedName subject;
    PublicKey key;
};
/// Strict DER; the request's own signature (proof of possession) was verified. Errors: csr_malformed.
Result<CertificateRequest> parse_request(ByteView der);

enum class CertificateUse : std::uint8_t {
    document_signer, ///< end entity: digitalSignature + nonRepudiation, documentSigning + clientAuth
    authority,       ///< CA: keyCertSign + cRLSign
};

struct CertificateOrder {
    Bytes subject; ///< Name in DER (encode_name, or a verified request's subject)
    Bytes spki;    ///< SubjectPublicKeyInfo in DER
    Bytes serial;  ///< big-endian, 1 to 20 bytes, first bit 0, not zero; 16 random bytes with the first bit cleared
    Instant not_before;
    Instant not_after;
    CertificateUse use = CertificateUse::document_signer;
    std::optional<int> path_length; ///< authorities only
    std::string crl_url;            ///< left out when empty
};

/// Who signs: the key, and the name and key id that go into what it issues.
struct Issuer {
    const PrivateKey& key;
    const Certificate& certificate;
};
/// Errors: certificate_malformed when the order cannot be written (serial, times, names).
Result<Bytes> issue_certificate(const Issuer& issuer, const CertificateOrder& order, Blinding blinding);
/// A root: issuer is the subject, the key is its own; `order.spki` is ignored.
Result<Bytes> issue_root(const PrivateKey& key, const CertificateOrder& order, Blinding blinding);

struct CrlOrder {
    std::uint64_t number = 1; ///< cRLNumber, strictly growing
    Instant this_update;
    Instant next_update;
    std::vector<RevokedEntry> revoked;
};
/// Errors: crl_malformed when the order cannot be written.
Result<Bytes> issue_crl(const Issuer& issuer, const CrlOrder& order, Blinding blinding);

} // namespace kaibiao::crypto
