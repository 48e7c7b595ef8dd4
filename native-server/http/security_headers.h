#pragma once
/// Headers that every answer carries.

#include "http/message.h"

namespace kaibiao::http {

/// Content-Security-Policy that lets WebAssembly run and nothing foreign, no sniffing, no framing, no referrer;
/// `Cache-Control: no-store` unless the route said otherwise.
void add_security_headers(Response& response);

} // namespace kaibiao::http
