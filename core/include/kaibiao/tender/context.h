#pragma once
/// What a decision depends on beside state and command, and what it gives.

#include "kaibiao/log/event.h"

namespace kaibiao::tender {

/// Trial centres accept trial rule profiles and certificates under trial roots.
enum class CentreMode : std::uint8_t { production, trial };

struct Context {
    std::string centre; ///< id of the trading centre, such as `demo-city`
    std::string origin; ///< of its log
    CentreMode mode = CentreMode::production;
    /// When the last byte of the command arrived, taken before any queue; for the centre's own acts: now. EB 27.
    Instant arrival;
};

/// The end of a stream: how many events it has and the hash of the newest.
struct StreamHead {
    std::uint64_t count = 0;
    Digest hash{}; ///< 32 zero bytes before the first event
    Instant stamp; ///< of the newest event

    bool operator==(const StreamHead&) const = default;
    /// Stamps never go back within a stream: the later of the arrival and the newest stamp.
    Instant stamp_for(Instant arrival) const { return count > 0 && arrival < stamp ? stamp : arrival; }
    void advance(const log::EventHeader& header, const Digest& event_hash) {
        count = header.position + 1;
        hash = event_hash;
        stamp = header.stamp;
    }
};

/// An event as decided: the log adds position, predecessor and salt.
struct DecidedEvent {
    StreamId stream;
    std::string type;
    int version = 1;
    Instant stamp;
    Bytes payload; ///< canonical JSON
};

/// Makes the stored form of the next event of a stream; `salt` is 32 fresh random bytes.
log::StoredEvent store_event(const DecidedEvent& decided, const StreamHead& head, const log::PayloadSalt& salt);

} // namespace kaibiao::tender
