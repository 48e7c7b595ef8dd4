#pragma once
/// The tlog-policy that a centre publishes: its own log, the witnesses that it asks, and how many must have cosigned.

#include "kaibiao/log/policy.h"

#include <filesystem>

namespace kaibiao::witness {

enum class Standing : std::uint8_t { production, trial };

struct PublishedPolicy {
    std::string text; ///< as published
    log::LogPolicy policy;
    log::LogTrust trust; ///< of the centre's own log
};

/// Reads a policy file and puts the centre's log into it when it names none. A trial's begins with a comment that says
/// what its witnesses are worth. Errors: file_unreadable, those of parse_policy; config_malformed when the file names
/// another log, or this log under another key, or nobody to ask.
Result<PublishedPolicy> read_published_policy(const std::filesystem::path& file, const log::VerifierKey& log_key,
                                              Standing standing);

} // namespace kaibiao::witness
