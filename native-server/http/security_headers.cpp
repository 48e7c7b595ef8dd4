#include "http/security_headers.h"

namespace kaibiao::http {

namespace {

// data: and blob: are for QR codes and page images that the shell draws itself.
constexpr std::string_view content_policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src "
                                            "'self'; img-src 'self' data: blob:; object-src 'none'; "
                                            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

} // namespace

void add_security_headers(Response& response) {
    Headers& headers = response.headers;
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", content_policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
}

} // namespace kaibiao::http
