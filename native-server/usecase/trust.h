#pragma once
/// Whom this centre believes: CA roots and their revocation lists, and verdicts on chains kept while they hold.

#include "kaibiao/tender/signed_command.h"

#include <map>
#include <memory>
#include <mutex>

namespace kaibiao::usecase {

/// Roots and lists at one moment; never changed once made.
struct TrustSnapshot {
    std::vector<sign::TrustRoot> roots;
    std::vector<crypto::RevocationList> crls;
    Digest crl_set{};
};

/// Thread-safe.
class TrustStore {
  public:
    void add_root(sign::TrustRoot root);
    /// The newest list of each issuer, and of each part of its certificates, is the one in use; an older one changes
    /// nothing.
    void put_crl(crypto::RevocationList crl);
    std::shared_ptr<const TrustSnapshot> snapshot() const;
    /// Judges chains, and remembers verdicts per (chain, lists, grace) for as long as they hold. The store must outlive
    /// it.
    tender::ChainJudge judge(std::int64_t crl_grace_milliseconds);

  private:
    using Key = std::tuple<Digest, Digest, std::int64_t>;
    static constexpr std::size_t largest_cache = 50'000;
    Result<sign::VerifiedSigner> verdict(std::span<const crypto::Certificate> chain, Instant now, std::int64_t grace);
    std::optional<sign::VerifiedSigner> remembered(const Key& key, Instant now) const;

    mutable std::mutex mutex_;
    std::shared_ptr<const TrustSnapshot> snapshot_ = std::make_shared<const TrustSnapshot>();
    std::map<Key, sign::VerifiedSigner> verdicts_;
};

/// Certificates of a PEM file, on the terms of the file `NAME.terms.json` beside it, if any. Errors: those of
/// sign::read_root_terms, file_unreadable, pem_malformed, certificate_malformed, certificate_wrong_usage.
Result<std::vector<sign::TrustRoot>> read_roots(const std::string& file);
/// A list in DER or PEM. Errors: file_unreadable, crl_malformed.
Result<crypto::RevocationList> read_crl(const std::string& file);

} // namespace kaibiao::usecase
