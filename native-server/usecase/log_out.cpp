#include "http/gate.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> log_out(Centre& centre, Exchange& exchange) {
    const Digest token = token_of(exchange.caller.session);
    centre.sessions().close(token);
    TRY(centre.writer().run([&](writer::Batch& batch) {
        store::delete_session(batch.tx(), token);
        return ok();
    }));
    Response response = Response::empty();
    response.headers.add("Set-Cookie",
                         std::string(http::session_cookie) + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    return response;
}

} // namespace kaibiao::usecase
