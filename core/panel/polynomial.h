#pragma once
/// A member's secret polynomial and Feldman's check of its values.

#include "kaibiao/crypto/curve.h"

#include <vector>

namespace kaibiao::panel {

class Polynomial {
  public:
    /// One coefficient for each 64 bytes. Errors: panel_randomness_zero.
    static Result<Polynomial> draw(ByteView entropy);
    const crypto::Scalar& constant() const { return coefficients_.front(); }
    /// The coefficients times the generator.
    const std::vector<crypto::Point>& commitment() const { return commitment_; }
    crypto::Scalar at(int member) const;

  private:
    std::vector<crypto::Scalar> coefficients_;
    std::vector<crypto::Point> commitment_;
};

/// Σ member^power · commitment[power]: what the share of this member times the generator must be.
crypto::PointSum committed_value(const std::vector<crypto::Point>& commitment, int member);

/// Whether a secret value times the generator is what was committed to: the outcome is public, the value is not.
/// Errors: panel_share_wrong.
Status check_committed(const crypto::Scalar& value, const crypto::PointSum& expected);

inline crypto::Scalar scalar_of(int member) { return crypto::Scalar::of(static_cast<std::uint8_t>(member)); }

} // namespace kaibiao::panel
