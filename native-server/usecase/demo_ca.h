#pragma once
/// The demo certificate authority ("CA sharing platform"): certifies anybody's key. One root among those that can be
/// configured, trusted by trial centres only.

#include "kaibiao/crypto/issue.h"
#include "store/database.h"
#include "usecase/trust.h"

#include <filesystem>
#include <set>

namespace kaibiao::usecase {

struct IssuedCertificate {
    Bytes serial;
    std::string person;
    Bytes der;
    Instant issued;
};

class DemoCa {
  public:
    /// Reads the key and the root from `folder`, or makes them. Errors: file_unwritable, private_key_malformed.
    static Result<DemoCa> open(const std::filesystem::path& folder, const std::string& centre_name, Instant now);

    const crypto::Certificate& root() const { return root_; }
    /// Where the list is fetched goes into the certificates. Errors: csr_malformed, certificate_subject_incomplete.
    Result<IssuedCertificate> issue(const crypto::CertificateRequest& request, const std::string& crl_url,
                                    Instant now) const;
    /// The next list, with everything that was revoked.
    Result<crypto::RevocationList> make_crl(store::WriteTx& tx, Instant now) const;

  private:
    DemoCa(crypto::PrivateKey key, crypto::Certificate root) : key_(std::move(key)), root_(std::move(root)) {}
    crypto::PrivateKey key_;
    crypto::Certificate root_;
};

inline constexpr int crl_days = 7;

void insert_certificate(store::WriteTx& tx, const IssuedCertificate& certificate);
/// Errors: request_malformed when there is no such certificate.
Status revoke_certificate(store::WriteTx& tx, const Bytes& serial, const std::string& reason, Instant now);

/// Lists that events name are kept for ever: a verifier needs them.
void keep_crl(store::WriteTx& tx, const crypto::RevocationList& crl);
std::optional<Bytes> kept_crl(const store::ReadTx& tx, const Digest& digest);
/// The lists that the acts in an event name.
void collect_crls(const log::StoredEvent& event, std::set<Digest>& digests);
/// All lists that were ever in use, the oldest first.
std::vector<Bytes> kept_crls(const store::ReadTx& tx);

} // namespace kaibiao::usecase
