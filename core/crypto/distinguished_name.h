#pragma once
/// Names (RFC 5280 §4.1.2.4) in DER.

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/der.h"

namespace kaibiao::crypto {

/// Reads the next element as a Name. Errors: those of the reader.
Result<DistinguishedName> read_name(DerReader& reader);

} // namespace kaibiao::crypto
