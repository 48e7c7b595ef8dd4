#include "journal/journal.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> report_alive(Centre&, Exchange&) { return Response::text("ok\n"); }

/// Ready when the database answers and the journal has no gap that it has not told of. EB 49.
Result<Response> report_ready(Centre& centre, Exchange&) {
    if (const std::uint64_t lost = journal::lost_lines(); lost > 0)
        return Error(ErrorCode::journal_unwritable, "logs", std::to_string(lost));
    (void)store::newest_checkpoint(centre.database().read());
    return Response::text("ok\n");
}

} // namespace kaibiao::usecase
