#include "kaibiao/tender/context.h"

namespace kaibiao::tender {

log::StoredEvent store_event(const DecidedEvent& decided, const StreamHead& head, const log::PayloadSalt& salt) {
    log::EventHeader header;
    header.stream = decided.stream;
    header.position = head.count;
    header.type = decided.type;
    header.version = decided.version;
    header.stamp = decided.stamp;
    header.previous = head.hash;
    return log::make_event(std::move(header), {salt, decided.payload});
}

} // namespace kaibiao::tender
