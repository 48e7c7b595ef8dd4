#pragma once
// What JavaScript says a signature or receipt is to be checked against.

#include "boundary.h"

#include "kaibiao/log/policy.h"
#include "kaibiao/sign/chain.h"

namespace kaibiao::wasm {

/// DER certificates. Errors: certificate_malformed.
Result<std::vector<crypto::Certificate>> read_chain(Input& in);
Result<std::vector<sign::TrustRoot>> read_roots(Input& in);
Result<std::vector<crypto::RevocationList>> read_crls(Input& in);

/// `{"now": instant, "grace_ms": integer}`
struct ChainTerms {
    Instant now;
    std::int64_t grace_milliseconds = 0;
};
Result<ChainTerms> read_terms(Input& in);
codec::Json write_signer(const sign::VerifiedSigner& signer);

/// `{"origin": text, "log_keys": [verifier keys], "policy": tlog-policy, empty for none}`
Result<log::LogTrust> read_log_trust(Input& in);
codec::Json write_cosignatures(const std::vector<log::Cosignature>& cosignatures);

} // namespace kaibiao::wasm
