#pragma once
/// What the rounds share.

#include "kaibiao/panel/key_generation.h"

namespace kaibiao::panel {

/// SHA-256 of a member's own part in the message of round 2.
Digest own_part(const Contribution& contribution, const Bytes& sealed_share);

/// Decrypts the share of each member to this one, checks each against its commitment, and adds them up.
/// Errors: panel_decryption_failed, panel_share_malformed, panel_share_wrong, panel_share_inconsistent,
/// point_is_identity.
Result<Received> open_shares(Transcript transcript, int member, const crypto::Scalar& static_secret,
                             std::vector<Bytes> sealed_shares);

} // namespace kaibiao::panel
