#include "kaibiao/tender/upcast.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

const UpcastStep* find_step(std::span<const UpcastStep> steps, EventType type, int from) {
    for (const UpcastStep& step : steps)
        if (step.type == type && step.from == from) return &step;
    return nullptr;
}

} // namespace

std::span<const UpcastStep> upcasts() { return {}; }

int newest_version(std::span<const UpcastStep> steps, EventType type) {
    const auto of_type = [type](const UpcastStep& step) { return step.type == type; };
    return 1 + static_cast<int>(std::count_if(steps.begin(), steps.end(), of_type));
}

Result<codec::Json> upcast(std::span<const UpcastStep> steps, EventType type, int version, codec::Json payload) {
    const int newest = newest_version(steps, type);
    if (version < 1 || version > newest) return Error(ErrorCode::event_version_unknown, {}, std::to_string(version));
    for (int at = version; at < newest; ++at) {
        const UpcastStep* step = find_step(steps, type, at);
        if (step == nullptr) return Error(ErrorCode::event_version_unknown, {}, std::to_string(at));
        TRY_ASSIGN(payload, step->step(std::move(payload)));
    }
    return payload;
}

} // namespace kaibiao::tender
