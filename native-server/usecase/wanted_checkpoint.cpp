#include "usecase/wanted_checkpoint.h"

#include "store/witnessed.h"

namespace kaibiao::usecase {

Result<store::StoredCheckpoint> wanted_checkpoint(const store::ReadTx& tx, const http::Exchange& exchange) {
    const std::string under = exchange.request.parameter("under").value_or("newest");
    if (under != "newest" && under != "witnessed") return Error(ErrorCode::request_malformed, "under");
    const auto checkpoint = under == "newest" ? store::newest_checkpoint(tx) : store::witnessed_checkpoint(tx);
    if (!checkpoint) return Error(ErrorCode::not_found, under);
    return *checkpoint;
}

} // namespace kaibiao::usecase
