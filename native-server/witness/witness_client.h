#pragma once
/// Asks one witness for cosignatures (c2sp.org/tlog-witness), as the log that is witnessed.

#include "client/http_client.h"
#include "kaibiao/log/policy.h"

#include <atomic>
#include <chrono>
#include <functional>

namespace kaibiao::witness {

/// The consistency proof from an older size to the checkpoint's.
using GrowthProof = std::function<Result<log::MerkleProof>(std::uint64_t from)>;

/// Not thread-safe but for cancel().
class WitnessClient {
  public:
    /// Nothing is asked yet. `ca_file` as in HttpClient. Errors: usage for an address that is none, file_unreadable.
    static Result<WitnessClient> make(log::PolicyWitness witness, const std::string& ca_file,
                                      std::chrono::milliseconds patience);

    const log::PolicyWitness& witness() const { return witness_; }
    /// One or two requests: a witness that knows another size says so and is asked again from there. Whatever it
    /// answers, only a cosignature that holds comes back. Errors: server_unreachable, witness_refused,
    /// witness_size_stale when it cosigned a larger tree than this one, those of read_cosignature and `proof`.
    Result<log::NoteSignature> ask(const std::string& note, std::uint64_t size, const GrowthProof& proof);
    /// Ends what is being asked and everything later, from any thread.
    void cancel() { http_.cancel(); }

  private:
    WitnessClient(log::PolicyWitness witness, client::HttpClient http, std::string target)
        : witness_(std::move(witness)), http_(std::move(http)), target_(std::move(target)) {}
    Result<client::HttpResponse> send(const std::string& note, const GrowthProof& proof);

    log::PolicyWitness witness_;
    client::HttpClient http_;
    std::string target_;
    std::uint64_t known_ = 0; ///< the size that the witness cosigned last, as far as it told
};

} // namespace kaibiao::witness
