#include "usecase/session_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

/// A client without a cookie gets one, so that it has a CSRF token from the start.
Result<Response> view_session(Centre& centre, Exchange& exchange) {
    const http::Caller& caller = exchange.caller;
    if (!caller.session.empty()) return Response::json(session_answer(centre, caller));
    const std::string cookie = new_session_cookie();
    Response response = Response::json(session_answer(centre, centre.sessions().caller(cookie, centre.now())));
    response.headers.add("Set-Cookie", set_cookie(centre, cookie, exchange.request));
    return response;
}

} // namespace kaibiao::usecase
