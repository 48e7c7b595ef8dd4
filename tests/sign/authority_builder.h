#pragma once
/// Small certificate authorities for tests: keys from labels, a frozen time, and every knob that a hostile or careless
/// authority could turn.

#include "kaibiao/crypto/issue.h"
#include "kaibiao/sign/chain.h"

#include <string>
#include <vector>

namespace kaibiao::test {

/// 2026-11-23T01:00:00Z, a Monday.
Instant frozen_now();
/// Reproducible bytes in place of randomness.
ByteArray<32> blinding_from(std::string_view label);
crypto::PrivateKey key_from(std::string_view label);

/// An order for a document signer with everything in place; change what the test is about.
crypto::CertificateOrder signer_order(const crypto::PrivateKey& key, std::string_view name = "王小明");
crypto::CertificateOrder authority_order(const crypto::PrivateKey& key, std::string_view name);

class Authority {
  public:
    /// A root of its own.
    explicit Authority(std::string_view label);
    /// An authority below `parent`; `change` may alter the order.
    Authority(const Authority& parent, std::string_view label);
    Authority(const Authority& parent, const crypto::CertificateOrder& order, crypto::PrivateKey key);

    Bytes issue(const crypto::CertificateOrder& order) const;
    crypto::Certificate certify(const crypto::CertificateOrder& order) const;
    /// In force from an hour before frozen_now for a week.
    crypto::RevocationList crl(const std::vector<Bytes>& revoked = {}) const;
    crypto::RevocationList crl(const crypto::CrlOrder& order) const;
    const crypto::Certificate& certificate() const { return certificate_; }
    const crypto::PrivateKey& key() const { return key_; }
    sign::TrustRoot trust(std::string policy = "demo") const;

  private:
    crypto::PrivateKey key_;
    crypto::Certificate certificate_;
};

crypto::CrlOrder crl_order();

} // namespace kaibiao::test
