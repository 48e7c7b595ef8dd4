#pragma once
/// The two maps of c2sp.org/vrf-r255 (ECVRF-RISTRETTO255-SHA512) that a draw by a panel needs: x·Q is Gamma.

#include "kaibiao/crypto/curve.h"

namespace kaibiao::panel {

/// ECVRF_encode_to_curve with the public key as salt.
crypto::Point vrf_encode_to_curve(const crypto::Point& key, ByteView alpha);
/// ECVRF_proof_to_hash of a proof with this Gamma (RFC 9381 §5.2).
ByteArray<64> vrf_hash(const crypto::Point& gamma);

} // namespace kaibiao::panel
