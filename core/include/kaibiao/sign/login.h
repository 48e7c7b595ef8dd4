#pragma once
/// Login by signing a challenge: payload of a JWS with purpose `login`. docs/formats/jws.md.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"

namespace kaibiao::sign {

struct LoginPayload {
    std::string origin;           ///< web origin of the centre, as the browser sees it
    ByteArray<32> server_nonce{}; ///< the server's challenge; used once
    ByteArray<32> client_nonce{}; ///< so that the server never chooses all that is signed
    Instant expiry;
};

/// Canonical JSON.
std::string encode_login(const LoginPayload& login);
/// Errors: json_* with their place; jws_type_wrong for another purpose.
Result<LoginPayload> parse_login(ByteView payload);

struct LoginChallenge {
    std::string_view origin;
    ByteArray<32> server_nonce{};
    Instant now;
};
/// Errors: login_challenge_invalid; place names the member.
Status check_login(const LoginPayload& login, const LoginChallenge& expected);

} // namespace kaibiao::sign
