#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> report_alive(Centre&, Exchange&) { return Response::text("ok\n"); }

/// Ready when the database answers.
Result<Response> report_ready(Centre& centre, Exchange&) {
    (void)store::newest_checkpoint(centre.database().read());
    return Response::text("ok\n");
}

} // namespace kaibiao::usecase
