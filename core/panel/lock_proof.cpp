#include "kaibiao/panel/lock_proof.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/panel_format.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

crypto::Scalar challenge(const Digest& context, const ByteArray<32>& point, const Digest& hb, ByteView commitment) {
    const ByteArray<64> wide = crypto::sha512({as_bytes(lock_proof_label), context, point, hb, commitment});
    return crypto::Scalar::reduce(wide);
}

/// Hedged: as secret as r even where the random bytes repeat.
crypto::Scalar proof_nonce(const crypto::Scalar& r, const Digest& context, std::span<const std::uint8_t, 32> random) {
    ByteArray<64> wide = crypto::sha512({as_bytes(lock_nonce_label), r.bytes(), random, context});
    crypto::Scalar nonce = crypto::Scalar::reduce(wide);
    wipe(wide);
    return nonce;
}

} // namespace

LockProof prove_lock(const crypto::Scalar& r, const Digest& context, const ByteArray<32>& point, const Digest& hb,
                     std::span<const std::uint8_t, 32> random) {
    const crypto::Scalar w = proof_nonce(r, context, random);
    const ByteArray<32> a = crypto::multiply_generator(w).value().bytes();
    const crypto::Scalar s = w.plus(challenge(context, point, hb, a).times(r));
    LockProof proof{};
    std::copy(a.begin(), a.end(), proof.begin());
    std::copy(s.bytes().begin(), s.bytes().end(), proof.begin() + 32);
    return proof;
}

Result<ProvenPoint> check_lock_proof(const LockProof& proof, const Digest& context, const crypto::Point& point,
                                     const Digest& hb) {
    const std::span<const std::uint8_t, 64> bytes(proof);
    const auto a = crypto::Point::decode(bytes.first<32>());
    const auto s = crypto::Scalar::decode(bytes.last<32>());
    if (!a.ok() || !s.ok()) return Error(ErrorCode::lock_proof_wrong, {}, "it is not canonical");
    // s·G = A + c·R. An identity on the left means a proof that no prover writes.
    const auto left = crypto::multiply_generator(*s);
    auto right = crypto::PointSum::of(challenge(context, point.bytes(), hb, a->bytes()), point);
    if (!left.ok() || right.add(*a).bytes() != left->bytes()) return Error(ErrorCode::lock_proof_wrong);
    return ProvenPoint(point, context);
}

} // namespace kaibiao::panel
