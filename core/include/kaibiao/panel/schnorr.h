#pragma once
/// COCKTAIL's Schnorr signatures: proofs of possession and signatures on transcripts (c2sp.org/cocktail-dkg, "Schnorr
/// Signature Scheme"). They are none of EdDSA and serve nothing else.

#include "kaibiao/crypto/curve.h"
#include "kaibiao/panel/panel_format.h"

namespace kaibiao::panel {

/// R ‖ z.
using Signature = ByteArray<signature_size>;

/// The nonce is derived from the secret and the message. Errors: panel_randomness_zero, after which this secret never
/// signs this message.
Result<Signature> sign(const crypto::Scalar& secret, ByteView message);
/// False also for encodings that are not canonical.
bool verify(const crypto::Point& key, ByteView message, const Signature& signature);

} // namespace kaibiao::panel
