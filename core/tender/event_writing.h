#pragma once
/// The one place where a decision becomes an event.

#include "event_format.h"
#include "kaibiao/tender/event.h"

namespace kaibiao::tender {

/// Where an event goes and what it is.
struct NextEvent {
    StreamId stream;
    const StreamHead& head;
    EventType type;
    const Context& context;

    Instant stamp() const { return head.stamp_for(context.arrival); }
};

inline NextEvent next_of(const LotState& lot, EventType type, const Context& context) {
    return {lot.stream(), lot.head, type, context};
}

DecidedEvent decide_payload(const NextEvent& next, const codec::Json& payload);
/// `extra`: members beside those of the act. Errors: certificate_expired.
Result<DecidedEvent> decide_act(const NextEvent& next, const VerifiedCommand& command,
                                codec::Json extra = codec::Json::object());

} // namespace kaibiao::tender
