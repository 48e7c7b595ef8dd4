#include "work/failure.h"

namespace kaibiao::work {

Error error_behind(const std::exception& thrown) {
    if (const auto* failure = dynamic_cast<const Failure*>(&thrown)) return failure->error();
    return Error(ErrorCode::internal_error, {}, thrown.what());
}

} // namespace kaibiao::work
