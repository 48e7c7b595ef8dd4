#pragma once
/// The terms of a root as a file that an operator writes beside the root's certificate.

#include "kaibiao/sign/chain.h"

namespace kaibiao::sign {

/// `{"certificate_policies": ["1.2.3.4"], "crl_grace_hours": 24, "format": "kaibiao/root-terms/v1", "keys": ["p256"]}`;
/// each member but `format` may be missing. Any JSON of the value model; at most 64 KiB.
/// Errors: those of parse_relaxed and ObjectReader, config_malformed with its place.
Result<RootTerms> read_root_terms(ByteView text);

} // namespace kaibiao::sign
