#include "witness/published_policy.h"

#include "blob/file.h"

#include <algorithm>

namespace kaibiao::witness {

namespace {

constexpr std::string_view trial_remark = "# 试用：见证由本中心自己运行，对外不能证明任何事。\n"
                                          "# trial: a witness run by the centre itself proves nothing to outsiders.\n";

} // namespace

Result<PublishedPolicy> read_published_policy(const std::filesystem::path& file, const log::VerifierKey& log_key,
                                              Standing standing) {
    TRY_ASSIGN(const Bytes bytes, blob::read_whole(file, log::max_policy_bytes));
    PublishedPolicy out;
    TRY_ASSIGN(out.policy, log::parse_policy(as_text(bytes)));
    if (standing == Standing::trial) out.text = trial_remark;
    if (out.policy.logs.empty()) out.text += "log " + log_key.text() + "\n";
    out.text += as_text(bytes);
    TRY_ASSIGN(out.policy, log::parse_policy(out.text));
    const auto own = [&](const log::PolicyLog& log) { return log.key == log_key; };
    if (std::none_of(out.policy.logs.begin(), out.policy.logs.end(), own))
        return Error(ErrorCode::config_malformed, "log.policy", "it does not name this log: " + log_key.text());
    const auto has_url = [](const log::PolicyWitness& one) { return !one.url.empty(); };
    if (std::none_of(out.policy.witnesses.begin(), out.policy.witnesses.end(), has_url))
        return Error(ErrorCode::config_malformed, "log.policy", "no witness has an address");
    TRY_ASSIGN(out.trust, log::trust_of(out.policy, log_key.name()));
    return out;
}

} // namespace kaibiao::witness
