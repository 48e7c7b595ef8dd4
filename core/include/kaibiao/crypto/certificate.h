#pragma once
/// X.509 certificates and revocation lists (RFC 5280) as plain structures. Reading is strict DER and judges nothing:
/// whether a certificate may be trusted is the business of sign/chain.h.

#include "kaibiao/base/instant.h"
#include "kaibiao/crypto/public_key.h"

#include <optional>
#include <string>
#include <vector>

namespace kaibiao::crypto {

/// The attributes of a Name that people and rules look at, as UTF-8; absent ones are empty. Of several values of one
/// attribute the last counts. Values in a string type that cannot be read as Unicode are left out.
struct NameFields {
    std::string country;             ///< C
    std::string organisation;        ///< O
    std::string organisational_unit; ///< OU: the role asked for, in requests to the demo CA
    std::string common_name;         ///< CN
    std::string serial_number;       ///< 2.5.4.5: unified social credit code (GB 32100) or a person's id
};

struct DistinguishedName {
    Bytes der; ///< the whole Name; names are compared by these bytes
    NameFields fields;
};

/// Bits of the key usage extension, RFC 5280 §4.2.1.3.
enum class KeyUsage : std::uint16_t {
    digital_signature = 1 << 0,
    non_repudiation = 1 << 1,
    key_encipherment = 1 << 2,
    data_encipherment = 1 << 3,
    key_agreement = 1 << 4,
    certificate_sign = 1 << 5,
    crl_sign = 1 << 6,
    encipher_only = 1 << 7,
    decipher_only = 1 << 8,
};

struct Certificate {
    Bytes der;
    Bytes to_be_signed; ///< DER of TBSCertificate: what the signature covers
    Bytes serial;       ///< big-endian, no leading zero, 1 to 20 bytes, not negative
    DistinguishedName issuer;
    DistinguishedName subject;
    Instant not_before;
    Instant not_after; ///< valid through this whole second
    PublicKey key;
    SignatureAlgorithm signature_algorithm = SignatureAlgorithm::unknown;
    Bytes signature;

    bool is_ca = false;
    std::optional<int> path_length;              ///< pathLenConstraint
    std::optional<std::uint16_t> key_usage;      ///< or-ed KeyUsage bits
    std::vector<std::string> extended_key_usage; ///< dotted object identifiers; empty when absent
    Bytes subject_key_id;
    Bytes authority_key_id;
    std::vector<std::string> crl_urls; ///< URLs among the CRL distribution points
    std::vector<Bytes> crl_points;     ///< their names (GeneralName) in DER, URLs and others
    // Extensions that are opened only where somebody asks (kaibiao/crypto/names.h): their values.
    std::optional<Bytes> alternative_names;
    std::optional<Bytes> name_constraints;
    std::optional<Bytes> policies;
    std::vector<std::string> unknown_critical; ///< dotted; any entry makes the certificate unusable

    bool allows(KeyUsage usage) const { return key_usage && (*key_usage & static_cast<std::uint16_t>(usage)) != 0; }
};

/// Version 3 only. Errors: certificate_malformed; place is `byte N` of `der`.
Result<Certificate> parse_certificate(ByteView der);
/// SHA-256 of the DER.
Digest fingerprint(const Certificate& certificate);
/// True when `issuer_key` signed `certificate` with an algorithm that is neither weak nor unknown.
bool is_signed_by(const Certificate& certificate, const PublicKey& issuer_key);

struct RevokedEntry {
    Bytes serial;
    Instant at;
};

struct RevocationList {
    Bytes der;
    Bytes to_be_signed;
    DistinguishedName issuer;
    Instant this_update;
    Instant next_update;
    std::vector<RevokedEntry> revoked; ///< sorted by serial (length, then bytes)
    Bytes number;                      ///< cRLNumber, big-endian; empty when absent
    Bytes authority_key_id;
    SignatureAlgorithm signature_algorithm = SignatureAlgorithm::unknown;
    Bytes signature;
    // Which certificates a partitioned list is about (issuingDistributionPoint); all when nothing is set.
    std::vector<Bytes> only_points; ///< those with one of these names among their crl_points
    bool only_signers = false;
    bool only_authorities = false;
    std::vector<std::string> unknown_critical; ///< delta and indirect lists end up here: they are not usable

    /// nullptr when the serial is not listed.
    const RevokedEntry* find(ByteView serial) const;
};

/// Lists of the largest CAs have some megabytes.
inline constexpr std::size_t largest_crl = std::size_t{16} << 20;
/// nextUpdate is required. Errors: crl_malformed (longer than `largest_crl`, too); place is `byte N` of `der`.
Result<RevocationList> parse_crl(ByteView der);
Digest fingerprint(const RevocationList& list);
bool is_signed_by(const RevocationList& list, const PublicKey& issuer_key);

} // namespace kaibiao::crypto
