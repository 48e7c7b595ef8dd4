#pragma once
/// Who makes a key together: the setup of one run of COCKTAIL (c2sp.org/cocktail-dkg). Members are numbered from 1.

#include "kaibiao/crypto/curve.h"

#include <string_view>
#include <vector>

namespace kaibiao::panel {

using SessionContext = ByteArray<64>;

/// Threshold, members' static keys in order, and the context that binds them to the panel's id.
class Session {
  public:
    /// `id` names this run and no other: a run that failed is repeated under a new id. 2 ≤ k ≤ n − 1, n ≤ 15; or
    /// k = n = 1, which is for trials labelled so. Errors: panel_id_malformed, panel_size_wrong, panel_key_duplicate.
    static Result<Session> create(std::string_view id, int k, std::vector<crypto::Point> static_keys);

    const std::string& id() const { return id_; }
    const SessionContext& context() const { return context_; }
    int k() const { return k_; }
    int n() const { return static_cast<int>(static_keys_.size()); }
    const std::vector<crypto::Point>& static_keys() const { return static_keys_; }
    const crypto::Point& static_key(int member) const;
    /// The number of the member with this key. Errors: panel_member_unknown.
    Result<int> member_with(const crypto::Scalar& static_secret) const;

  private:
    std::string id_;
    SessionContext context_{};
    int k_ = 0;
    std::vector<crypto::Point> static_keys_;
};

/// A fresh static key from 64 random bytes; one for each panel. Errors: panel_randomness_zero.
Result<crypto::Scalar> make_static_secret(std::span<const std::uint8_t, 64> random);
Result<crypto::Point> static_key_of(const crypto::Scalar& static_secret);

} // namespace kaibiao::panel
