#pragma once
/// Names (RFC 5280 §4.1.2.4) in DER.

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/der.h"

namespace kaibiao::crypto {

/// Reads the next element as a Name. Errors: those of the reader.
Result<DistinguishedName> read_name(DerReader& reader);

/// The text of a string element as UTF-8; none when its type cannot be read as Unicode without guessing, or when there
/// are characters that do not print.
std::optional<std::string> readable_text(ByteView element);

} // namespace kaibiao::crypto
