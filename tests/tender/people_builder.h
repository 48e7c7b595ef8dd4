#pragma once
/// People with real keys and certificate chains, and the authority that certifies them. Everything follows from labels,
/// so every run and every build makes the same bytes.

#include "kaibiao/crypto/issue.h"
#include "kaibiao/sign/chain.h"
#include "kaibiao/sign/jws.h"
#include "kaibiao/tender/party.h"

namespace kaibiao::test::tenders {

/// The day on which the tests play.
Instant day_zero();
Bytes bytes_from(std::string_view label, std::size_t size);
template <std::size_t N> ByteArray<N> array_from(std::string_view label) {
    const Bytes bytes = bytes_from(label, N);
    ByteArray<N> out{};
    for (std::size_t i = 0; i < N; ++i) out[i] = bytes[i];
    return out;
}
template <std::size_t N> SecretArray<N> secret_from(std::string_view label) {
    return SecretArray<N>::copy_of(array_from<N>(label));
}

class Person {
  public:
    Person(tender::Party party, crypto::PrivateKey key, std::vector<Bytes> chain)
        : party_(std::move(party)), key_(std::move(key)), chain_(std::move(chain)) {}
    const tender::Party& party() const { return party_; }
    const std::string& id() const { return party_.id; }
    /// A JWS with any payload, typ and all.
    std::string sign(const codec::Json& payload, std::string_view purpose) const;

  private:
    tender::Party party_;
    crypto::PrivateKey key_;
    std::vector<Bytes> chain_;
};

/// A root that certifies people for two years around day zero.
class TestAuthority {
  public:
    explicit TestAuthority(std::string_view label);
    Person certify(std::string_view id, std::string_view name) const;
    sign::TrustRoot root(sign::RootUse use = sign::RootUse::production) const;
    const Bytes& root_der() const { return der_; }
    /// A list that is good for a year from day zero.
    Bytes crl(std::vector<crypto::RevokedEntry> revoked = {}) const;

  private:
    crypto::PrivateKey key_;
    Bytes der_;
    crypto::Certificate certificate_;
};

} // namespace kaibiao::test::tenders
