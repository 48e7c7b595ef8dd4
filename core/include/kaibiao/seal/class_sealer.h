#pragma once
/// The sealing side of one class: draws r and B from the caller's entropy, locks parts, and re-derives the secrets for
/// the check before signing. r is erased with the object.

#include "kaibiao/seal/lock.h"

namespace kaibiao::seal {

/// Fresh random bytes for one class. Unused by policy: b (officers), r and proof (bidder).
struct ClassEntropy {
    LockSecret b;
    SecretArray<64> r;
    SecretArray<32> proof;
};

class ClassSealer {
  public:
    /// Errors: lock_policy_mismatch.
    static Result<ClassSealer> create(const LockContext& context, PartClass part_class, const ClassEntropy& entropy);
    const ClassLock& lock() const { return lock_; }
    const Digest& context() const { return context_; }
    ExpectedLock expected(std::uint32_t part) const { return {policy_, context_, lock_, part}; }
    /// S = r·Y computed anew, and B.
    LockSecrets secrets() const;
    /// Nothing for policy `officers`.
    const std::optional<LockSecret>& b() const { return b_; }
    Stanza stanza(std::uint32_t part, const LockSalt& salt, const FileKey& file_key) const;

  private:
    ClassSealer() = default;
    Status draw_point(const Panel& panel, const ClassEntropy& entropy);

    LockPolicy policy_ = LockPolicy::dual;
    Digest context_{};
    ClassLock lock_;
    std::optional<LockSecret> b_;
    std::optional<crypto::Scalar> r_;
    std::optional<crypto::Point> y_;
};

} // namespace kaibiao::seal
