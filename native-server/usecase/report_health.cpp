#include "journal/journal.h"
#include "store/settings.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> report_alive(Centre&, Exchange&) { return Response::text("ok\n"); }

/// Ready when the database answers, the log may be signed and the journal has no gap that it has not told of. EB 49.
Result<Response> report_ready(Centre& centre, Exchange&) {
    if (const std::uint64_t lost = journal::lost_lines(); lost > 0)
        return Error(ErrorCode::journal_unwritable, "logs", std::to_string(lost));
    if (store::setting(centre.database().read(), store::reconcile_required))
        return Error(ErrorCode::log_reconcile_required, "log");
    return Response::text("ok\n");
}

} // namespace kaibiao::usecase
