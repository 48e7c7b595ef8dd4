#pragma once
/// A witness of other people's logs over HTTP (c2sp.org/tlog-witness): cosigns checkpoints of logs that only grew.

#include "http/route.h"
#include "kaibiao/log/note.h"
#include "witness/ledger.h"

#include <mutex>

namespace kaibiao::witness {

/// Tells whoever runs the witness what was cosigned or refused; called from any thread.
using Tell = std::function<void(const std::string& line)>;

class Witness {
  public:
    /// `logs` are keys of type ed25519 named by their origins, `key` is of type cosignature.
    Witness(std::vector<log::VerifierKey> logs, log::SignerKey key, std::filesystem::path folder, Tell tell);

    /// The statuses and bodies of `add-checkpoint`. One request at a time, so that the check and the record of it are
    /// one act; the record is on disk before the cosignature leaves. Errors, which are 5xx: those of Ledger.
    Result<http::Response> add_checkpoint(const http::Exchange& exchange);

    /// `POST /add-checkpoint`. The witness must outlive the table.
    http::RouteTable routes();

  private:
    http::Response refuse(const Error& error, const std::string& origin);

    std::vector<log::VerifierKey> logs_;
    log::SignerKey key_;
    Tell tell_;
    std::mutex mutex_; ///< guards ledger_ and clock_
    Ledger ledger_;
    work::ServerClock clock_;
};

} // namespace kaibiao::witness
