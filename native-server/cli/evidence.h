#pragma once
/// What a release that was refused by the client itself leaves behind: docs/formats/evidence.md.

#include "client/api_client.h"
#include "kaibiao/base/ids.h"
#include "kaibiao/log/checkpoint.h"
#include "kaibiao/log/proof.h"
#include "kaibiao/sign/chain.h"

#include <filesystem>

namespace kaibiao::cli {

/// A look that failed, and what it rested on.
struct FailedLook {
    const Error& error;
    const LotId& lot;
    const log::LogTrust& log;
    const std::vector<sign::TrustRoot>& roots;
    const std::vector<log::TreeHead>& held;
    Instant now; ///< of this computer's clock
};

/// Writes a new file `evidence-LOT-TIME.json` into `folder` and returns the error with the file's name in its detail.
/// Where the server could not be heard, it is not time yet or no longer is, or there is no such lot, there is no
/// evidence, and the error comes back without; so it does when the file cannot be written.
Error keep_evidence(const FailedLook& look, const client::ApiClient& api, const std::filesystem::path& folder);

} // namespace kaibiao::cli
