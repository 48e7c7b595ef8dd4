#pragma once
/// The messages of COCKTAIL's rounds, byte for byte as c2sp.org/cocktail-dkg ("Protocol Messages") writes them.
/// Decoding then encoding is the identity, or decoding failed. Where a member is at fault the error's place is `member
/// N`.

#include "kaibiao/panel/schnorr.h"
#include "kaibiao/panel/session.h"

namespace kaibiao::panel {

/// What a member publishes in round 1 and what the transcript binds.
struct Contribution {
    std::vector<crypto::Point> commitment; ///< C_i: k points
    Signature possession{};                ///< PoP_i, under the first of them
    crypto::Point ephemeral;               ///< E_i
    bool operator==(const Contribution&) const = default;
};

/// msg_{1|i}: to the coordinator. One ciphertext for each member, the sender included.
struct RoundOneMessage {
    Contribution contribution;
    std::vector<Bytes> sealed_shares;
    bool operator==(const RoundOneMessage&) const = default;
};

/// msg_{2|i}: from the coordinator to one member, the ciphertexts those addressed to it.
struct RoundTwoMessage {
    std::vector<Contribution> contributions;
    std::vector<Bytes> sealed_shares;
    bool operator==(const RoundTwoMessage&) const = default;
};

Bytes encode(const RoundOneMessage& message);
/// Errors: panel_message_malformed, panel_commitment_count_wrong, panel_ciphertext_too_large,
/// panel_ciphertext_too_small, point_not_canonical, point_is_identity.
Result<RoundOneMessage> decode_round_one(ByteView bytes, int k, int n);

Bytes encode(const RoundTwoMessage& message);
/// Errors: the same, and panel_member_missing where it ends after fewer than n members.
Result<RoundTwoMessage> decode_round_two(ByteView bytes, int k, int n);

/// aggregated_sigs: one for each member, in order.
Bytes encode(const std::vector<Signature>& signatures);
/// Errors: panel_member_missing (the first of those missing), panel_message_malformed.
Result<std::vector<Signature>> decode_signatures(ByteView bytes, int n);

/// C^rec_i: the length-framed ciphertexts of all members to one.
Bytes encode_bundle(const std::vector<Bytes>& sealed_shares);
/// Errors: panel_bundle_malformed, panel_member_missing, panel_ciphertext_too_large, panel_ciphertext_too_small.
Result<std::vector<Bytes>> decode_bundle(ByteView bytes, int n);

/// `member N`.
std::string place_of(int member);

} // namespace kaibiao::panel
