#include "kaibiao/tender/witnesses.h"

#include "kaibiao/log/policy.h"

namespace kaibiao::tender {

Result<log::LogTrust> pinned_witnesses(const Notice& notice, const std::string& origin,
                                       const log::VerifierKey& log_key) {
    if (notice.log_policy.empty()) return log::LogTrust{origin, {log_key}, {}, {}};
    TRY_ASSIGN(const log::LogPolicy policy, log::parse_policy(notice.log_policy));
    TRY_ASSIGN(log::LogTrust trust, log::trust_of(policy, origin));
    trust.log_keys = {log_key};
    return trust;
}

} // namespace kaibiao::tender
