#pragma once
/// Extensions of certificates and revocation lists (RFC 5280 §4.2, §5.2).

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/der.h"

namespace kaibiao::crypto {

/// One Extension, still closed.
struct Extension {
    std::string oid;
    bool critical = false;
    ByteView value; ///< contents of extnValue
};

/// Extensions ::= SEQUENCE OF Extension, each at most once. Errors: those of the reader.
Result<std::vector<Extension>> read_extensions(DerReader& reader);

/// Fills the members of `certificate` that come from extensions. Errors: certificate_malformed.
Status read_certificate_extension(const Extension& extension, Certificate& certificate);
/// The same for a list. Errors: crl_malformed.
Status read_crl_extension(const Extension& extension, RevocationList& list);

/// cRLDistributionPoints (RFC 5280 §4.2.1.13). Points for some reasons only, or with lists by another issuer, are left
/// out.
Status read_distribution_points(DerReader& value, Certificate& certificate);
/// issuingDistributionPoint (RFC 5280 §5.2.5). What is not supported goes to unknown_critical.
Status read_issuing_distribution_point(DerReader& value, RevocationList& list);

} // namespace kaibiao::crypto
