#include "usecase/session_answer.h"

#include "http/gate.h"
#include "usecase/json_text.h"

namespace kaibiao::usecase {

codec::Json session_answer(Centre& centre, const http::Caller& caller) {
    const bool visitor = caller.role == http::Role::visitor;
    return codec::Json::object()
        .set("role", visitor ? codec::Json() : codec::Json(http::name_of(caller.role)))
        .set("id", text_or_null(caller.person))
        .set("name", text_or_null(caller.name))
        .set("organisation", text_or_null(caller.organisation))
        .set("csrf", caller.csrf)
        .set("trial", centre.config().trial);
}

std::string set_cookie(const Centre& centre, const std::string& value, const http::Request& request) {
    std::string out = std::string(http::session_cookie) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict";
    if (web_origin(centre, request).substr(0, 8) == "https://") out += "; Secure";
    return out;
}

std::string web_origin(const Centre& centre, const http::Request& request) {
    std::string configured = centre.config().public_url;
    while (!configured.empty() && configured.back() == '/') configured.pop_back();
    if (!configured.empty()) return configured;
    return (request.tls ? "https://" : "http://") + std::string(request.headers.get("Host"));
}

} // namespace kaibiao::usecase
