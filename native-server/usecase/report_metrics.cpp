#include "http/gate.h"
#include "store/witnessed.h"
#include "usecase/verbs.h"

#include <fstream>

#include <unistd.h>

namespace kaibiao::usecase {

namespace {

std::int64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    file >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

} // namespace

/// For operators on the machine and for staff. Nothing here counts bids, uploads of a lot, or events before a close:
/// the log's size counts decoys as well.
Result<Response> report_metrics(Centre& centre, Exchange& exchange) {
    const bool local = http::is_loopback(exchange.request.address);
    if (!local && exchange.caller.role != http::Role::staff) return Error(ErrorCode::role_refused);
    const store::ReadLease tx = centre.database().read();
    const auto size = static_cast<std::int64_t>(store::log_size(tx));
    const auto witnessed = store::witnessed_checkpoint(tx);
    const std::string text =
        "# TYPE kaibiao_log_entries gauge\nkaibiao_log_entries " + std::to_string(size) +
        "\n# TYPE kaibiao_witnessed_entries gauge\nkaibiao_witnessed_entries " +
        std::to_string(witnessed ? witnessed->size : 0) + "\n# TYPE kaibiao_live_streams gauge\nkaibiao_live_streams " +
        std::to_string(centre.hub().count()) + "\n# TYPE kaibiao_sessions gauge\nkaibiao_sessions " +
        std::to_string(centre.sessions().count()) + "\n# TYPE kaibiao_resident_bytes gauge\nkaibiao_resident_bytes " +
        std::to_string(resident_bytes()) + "\n";
    return Response::text(text, "text/plain; version=0.0.4; charset=utf-8");
}

} // namespace kaibiao::usecase
