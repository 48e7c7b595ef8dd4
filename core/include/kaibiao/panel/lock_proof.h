#pragma once
/// The proof of knowledge of r in a lock (docs/formats/lock.md). It stands here because an officer works only on an R
/// whose proof was checked: ProvenPoint is that R.

#include "kaibiao/crypto/curve.h"

namespace kaibiao::panel {

/// A ‖ s: Schnorr proof of knowledge of r.
using LockProof = ByteArray<64>;

/// An R whose maker knows r and meant it for one context. Only check_lock_proof makes one.
class ProvenPoint {
  public:
    const crypto::Point& point() const { return point_; }
    const Digest& context() const { return context_; }

  private:
    friend Result<ProvenPoint> check_lock_proof(const LockProof& proof, const Digest& context,
                                                const crypto::Point& point, const Digest& hb);
    ProvenPoint(const crypto::Point& point, const Digest& context) : point_(point), context_(context) {}
    crypto::Point point_;
    Digest context_;
};

/// Proof of knowledge of `r` where R = r·G, bound to the context and HB (32 zero bytes where there is none). `random`:
/// 32 fresh bytes.
LockProof prove_lock(const crypto::Scalar& r, const Digest& context, const ByteArray<32>& point, const Digest& hb,
                     std::span<const std::uint8_t, 32> random);
/// Errors: lock_proof_wrong.
Result<ProvenPoint> check_lock_proof(const LockProof& proof, const Digest& context, const crypto::Point& point,
                                     const Digest& hb);

} // namespace kaibiao::panel
