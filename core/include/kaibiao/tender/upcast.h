#pragma once
/// Old payloads in new programs: stored bytes never change, each step turns one version of a type into the next after
/// decoding. All types stand at version 1 today, so the table is empty.

#include "kaibiao/tender/event.h"

namespace kaibiao::tender {

struct UpcastStep {
    EventType type;
    int from; ///< gives version from + 1
    Result<codec::Json> (*step)(codec::Json payload);
};

/// The steps of this program.
std::span<const UpcastStep> upcasts();
/// 1 and one more for every step of the type.
int newest_version(std::span<const UpcastStep> steps, EventType type);
/// Errors: event_version_unknown for a version newer than the steps lead to; those of the steps.
Result<codec::Json> upcast(std::span<const UpcastStep> steps, EventType type, int version, codec::Json payload);

} // namespace kaibiao::tender
