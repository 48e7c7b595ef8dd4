#pragma once
/// Errors as RFC 9457 problem details. The status comes from errors.def and from nowhere else.

#include "http/message.h"
#include "kaibiao/base/result.h"

namespace kaibiao::http {

/// {"type":"urn:kaibiao:error:NAME","title","title_zh","status","code","name","place","detail"};
/// busy answers (429, 503) carry Retry-After.
Response problem(const Error& error);

} // namespace kaibiao::http
