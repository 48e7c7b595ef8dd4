#include "cli/receipt_renewal.h"

#include "cli/files.h"
#include "cli/held_checkpoint.h"
#include "cli/log_trust.h"
#include "cli/terminal.h"
#include "client/log_looks.h"

#include <thread>

namespace kaibiao::cli {

namespace {

constexpr std::chrono::milliseconds between_tries{500};

Result<log::Receipt> try_once(client::ApiClient& api, const log::Receipt& receipt, const log::LogTrust& trust) {
    TRY_ASSIGN(log::TlogProof proof, client::fetch_log_proof(api, log::event_hash(receipt.event.header), true));
    log::Receipt renewed{receipt.event, std::move(proof)};
    TRY(log::verify_receipt(renewed, trust));
    return renewed;
}

Result<bool> renew_file(client::ApiClient& api, const std::filesystem::path& file, std::chrono::seconds patience) {
    TRY_ASSIGN(const std::string policy, policy_shown_by(api));
    if (policy.empty()) return false;
    TRY_ASSIGN(const log::LogTrust trust, log_trust_in_policy(policy, "/log_policy"));
    if (!trust.quorum.wanted) return false;
    TRY_ASSIGN(const log::Receipt receipt, read_receipt(file));
    TRY_ASSIGN(const log::Receipt renewed, renew_receipt(api, receipt, trust, patience));
    TRY(replace_file(file, as_bytes(log::encode_receipt(renewed))));
    return true;
}

bool is_of_event(const std::string& file, ByteView receipt) {
    const auto there = read_receipt(file);
    const auto given = log::decode_receipt(receipt);
    return there.ok() && given.ok() && there->event == given->event;
}

} // namespace

Result<std::string> keep_receipt(const std::string& name, ByteView receipt) {
    std::string file = name;
    for (int number = 2;; ++number) {
        const Status written = is_of_event(file, receipt) ? replace_file(file, receipt) : write_file(file, receipt);
        if (written.ok()) return file;
        if (written.error().code != ErrorCode::file_exists) return written.error();
        file = name + "." + std::to_string(number);
    }
}

Result<log::Receipt> renew_receipt(client::ApiClient& api, const log::Receipt& receipt, const log::LogTrust& trust,
                                   std::chrono::seconds patience) {
    CountProgress waiting("等待见证服务 waiting for the witnesses, s");
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        Result<log::Receipt> renewed = try_once(api, receipt, trust);
        const auto waited = std::chrono::steady_clock::now() - start;
        if (renewed.ok()) return renewed;
        const ErrorCode code = renewed.error().code;
        const bool too_early = code == ErrorCode::not_found || code == ErrorCode::log_index_out_of_range;
        if (waited >= patience && too_early)
            return Error(ErrorCode::witness_quorum_missing, trust.origin,
                         "见证服务尚未联署，请稍后再试 no witness has cosigned it yet, ask again later");
        if (waited >= patience) return renewed;
        waiting.show(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(waited).count()),
                     static_cast<std::uint64_t>(patience.count()));
        std::this_thread::sleep_for(between_tries);
    }
}

Witnessed renew_receipt_file(client::ApiClient& api, const std::filesystem::path& file, std::chrono::seconds patience) {
    const auto renewed = renew_file(api, file, patience);
    if (!renewed.ok()) return Witnessed::not_yet;
    return *renewed ? Witnessed::yes : Witnessed::nobody;
}

} // namespace kaibiao::cli
