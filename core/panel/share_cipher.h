#pragma once
/// Encryption of a share from one member to another: key and nonce by H6 of COCKTAIL from two Diffie–Hellman values.

#include "kaibiao/panel/session.h"

namespace kaibiao::panel {

/// From whom to whom, in which session, under which ephemeral key of the sender.
struct ShareRoute {
    const Session& session;
    int sender = 0;
    int recipient = 0;
    const crypto::Point& ephemeral;
};

/// What only the sender (e, d) and the recipient (d) can compute: S^e ‖ S^d.
Result<SecretArray<64>> secret_of_sender(const ShareRoute& route, const crypto::Scalar& ephemeral_secret,
                                         const crypto::Scalar& static_secret);
Result<SecretArray<64>> secret_of_recipient(const ShareRoute& route, const crypto::Scalar& static_secret);

Bytes seal_share(const ShareRoute& route, const SecretArray<64>& secret, const SecretBytes& plain);
/// Errors: panel_decryption_failed.
Result<SecretBytes> open_share(const ShareRoute& route, const SecretArray<64>& secret, ByteView sealed);

} // namespace kaibiao::panel
