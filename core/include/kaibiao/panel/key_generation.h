#pragma once
/// COCKTAIL(Ristretto255, SHA-512), three rounds (c2sp.org/cocktail-dkg): `join`, `receive`, `certify`, `complete`,
/// each taking what the one before gave and the coordinator's message. `recover` makes the outcome anew from a backup.
/// Randomness is an argument. A run that fails in any way is abandoned; a new one has a new id and new static keys.

#include "kaibiao/panel/certificate.h"

namespace kaibiao::panel {

/// A member between round 1 and round 2. Polynomial and ephemeral key are gone: round 2 needs neither.
struct Joining {
    Session session;
    int member = 0;
    crypto::Scalar static_secret;
    Digest own{}; ///< of the member's own part in the message of round 2
};
struct Joined {
    Bytes message; ///< msg_{1|i}
    Joining state;
};
/// (k + 1) · 64 bytes.
std::size_t join_entropy_size(const Session& session);
/// `payloads`: none, or one for each member (may be empty). Errors: panel_member_unknown, panel_randomness_zero,
/// panel_payload_too_large. Aborts for another size of entropy.
Result<Joined> join(const Session& session, const crypto::Scalar& static_secret, const SecretBytes& entropy,
                    const std::vector<Bytes>& payloads = {});

/// A member after round 2: the secret share x_i and everything that all must agree on.
struct Received {
    Transcript transcript; ///< without extension
    PanelKey key;
    int member = 0;
    crypto::Scalar static_secret;
    crypto::Scalar share;
    std::vector<Bytes> sealed_shares;  ///< C^rec_i
    std::vector<SecretBytes> payloads; ///< from each member
};
/// Errors: those of decode_round_two; panel_own_message_changed; panel_possession_wrong, panel_decryption_failed,
/// panel_share_malformed, panel_share_wrong with the culprit; panel_share_inconsistent; point_is_identity.
Result<Received> receive(const Joining& state, ByteView message);

/// A member that waits for the signatures of all.
struct Certifying {
    Received outcome; ///< the extension now inside the transcript
    Signature signature{};
};
/// Errors: panel_payload_too_large, panel_randomness_zero.
Result<Certifying> certify(Received received, ByteView extension = {});

/// What a member keeps: its seat in the panel.
struct Seat {
    Certificate certificate;
    PanelKey key;
    int member = 0;
    crypto::Scalar static_secret;
    crypto::Scalar share;
    std::vector<Bytes> sealed_shares;

    const std::string& panel() const { return certificate.transcript.session.id(); }
};
/// `signatures` is the coordinator's last message. Errors: those of decode_signatures; panel_signature_wrong with the
/// member whose signature does not fit what this member saw: a split view.
Result<Seat> complete(Certifying state, ByteView signatures);

/// From a static secret, the certificate and the ciphertexts to this member. Errors: those of decode_certificate,
/// check_certificate, decode_bundle and receive; panel_member_unknown.
Result<Seat> recover(std::string_view panel, const crypto::Scalar& static_secret, ByteView certificate,
                     ByteView bundle);

/// The coordinator, who holds no secret: checks the messages of round 1 (in order, empty where missing) and makes those
/// of round 2, one for each member. Errors: panel_member_missing, those of decode_round_one, panel_possession_wrong;
/// panel_message_malformed for more than n messages.
Result<std::vector<Bytes>> distribute(const Session& session, const std::vector<Bytes>& messages);

} // namespace kaibiao::panel
