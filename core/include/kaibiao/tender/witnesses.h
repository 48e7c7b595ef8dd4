#pragma once
/// The witnesses that a notice pins: without their cosignatures nothing is released, and nothing is verified.

#include "kaibiao/log/checkpoint.h"
#include "kaibiao/tender/notice.h"

namespace kaibiao::tender {

/// Whom the notice asks about a log that is known by `log_key`; without a quorum where it pins no witnesses
/// (`log_policy`). Errors: those of parse_policy, checkpoint_origin_wrong.
Result<log::LogTrust> pinned_witnesses(const Notice& notice, const std::string& origin,
                                       const log::VerifierKey& log_key);

} // namespace kaibiao::tender
