#pragma once
/// What a client is told about its session.

#include "usecase/centre.h"

namespace kaibiao::usecase {

/// {role|null, id, name, organisation, csrf, trial}
codec::Json session_answer(Centre& centre, const http::Caller& caller);
/// HttpOnly, SameSite=Strict, Secure where the browser sees TLS.
std::string set_cookie(const Centre& centre, const std::string& value, const http::Request& request);
/// Scheme and host as the browser sees them: what a login must name.
std::string web_origin(const Centre& centre, const http::Request& request);

} // namespace kaibiao::usecase
