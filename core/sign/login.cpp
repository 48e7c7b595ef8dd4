#include "kaibiao/sign/login.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/sign/jws_format.h"

namespace kaibiao::sign {

using codec::Json;

std::string encode_login(const LoginPayload& login) {
    return codec::dump_canonical(Json::object()
                                     .set("purpose", Json(purpose_login))
                                     .set("origin", Json(login.origin))
                                     .set("server_nonce", Json(codec::encode_base64(login.server_nonce)))
                                     .set("client_nonce", Json(codec::encode_base64(login.client_nonce)))
                                     .set("expiry", Json(login.expiry.text())));
}

Result<LoginPayload> parse_login(ByteView payload) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(payload, {4096, 2}));
    codec::ObjectReader reader(json, "");
    TRY_ASSIGN(const std::string purpose, reader.string("purpose"));
    if (purpose != purpose_login) return Error(ErrorCode::jws_type_wrong, "/purpose", purpose);
    LoginPayload login;
    TRY_ASSIGN(login.origin, reader.string("origin", 256));
    TRY_ASSIGN(login.server_nonce, reader.bytes<32>("server_nonce"));
    TRY_ASSIGN(login.client_nonce, reader.bytes<32>("client_nonce"));
    TRY_ASSIGN(const std::string expiry, reader.string("expiry"));
    auto instant = Instant::parse(expiry);
    if (!instant) return Error(instant.error().code, "/expiry");
    login.expiry = *instant;
    TRY(reader.finish());
    return login;
}

Status check_login(const LoginPayload& login, const LoginChallenge& expected) {
    const auto refuse = [](const char* place) { return Error(ErrorCode::login_challenge_invalid, place); };
    if (login.origin != expected.origin) return refuse("/origin");
    if (login.server_nonce != expected.server_nonce) return refuse("/server_nonce");
    if (expected.now >= login.expiry) return refuse("/expiry");
    return ok();
}

} // namespace kaibiao::sign
