/// Payloads of logins and the envelope of signed commands: what is read is written back to the same canonical text.
#include "kaibiao/codec/json.h"
#include "kaibiao/sign/login.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::sign;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView text(data, size);
    const auto login = parse_login(text);
    if (!login.ok()) return 0;
    if (encode_login(*login) != as_text(text)) std::abort();
    const LoginChallenge good{login->origin, login->server_nonce, login->expiry.plus_milliseconds(-1)};
    if (!check_login(*login, good).ok()) std::abort();
    LoginChallenge other = good;
    other.server_nonce[0] ^= 1;
    if (check_login(*login, other).ok()) std::abort();
    other = good;
    other.now = login->expiry.plus_milliseconds(1);
    if (check_login(*login, other).ok()) std::abort();
    return 0;
}
