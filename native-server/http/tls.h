#pragma once
/// The server's own network certificate. Nothing here signs tenders.

#include "http/server.h"

namespace kaibiao::http {

/// Finds `certificate.pem` and `key.pem` in `folder`, or makes a self-signed pair (P-256, two years) for these names.
/// Errors: file_unwritable, internal_error with OpenSSL's reason.
Result<TlsFiles> self_signed_certificate(const std::filesystem::path& folder, const std::vector<std::string>& names);

} // namespace kaibiao::http
