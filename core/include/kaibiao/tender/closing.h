#pragma once
/// The close at the deadline: one event lists the heads of all bid streams, and the set is frozen.

#include "kaibiao/tender/submission.h"

#include <set>

namespace kaibiao::tender {

struct LotState;

/// The newest event of a bid's stream.
struct FrozenHead {
    StreamId stream;
    std::uint64_t position = 0;
    Digest hash{};
    /// With two envelopes: in force, and the bidder's other envelope too. Absent with one.
    std::optional<bool> counts = std::nullopt;
    bool operator==(const FrozenHead&) const = default;
};

// ---- event

enum class CloseVerdict : std::uint8_t { enough_bidders, too_few_bidders };

struct LotClosed {
    std::vector<FrozenHead> heads; ///< of every bid stream of the lot, withdrawn ones too; ascending by stream
    std::int64_t bids = 0;         ///< in force; with two envelopes, bidders of whom both are
    CloseVerdict verdict = CloseVerdict::enough_bidders;
};

// ---- state

struct ClosingState {
    std::vector<FrozenHead> heads;
    std::int64_t bids = 0;
    Instant at;
    std::set<StreamId> incomplete; ///< with two envelopes: streams that do not count
};

/// What the close needs to know of one bid stream.
struct BidStanding {
    FrozenHead head;
    bool in_force = false; ///< submitted and not withdrawn
    std::string bidder;
    int envelope = 1;
};
BidStanding standing_of(const BidState& bid);
std::vector<BidStanding> standings_of(std::span<const BidState> bids);

/// The centre's own act, at or after the deadline and when every earlier arrival has been decided; also while
/// suspended, because freezing harms nobody. `bids`: every bid stream of the lot, in any order. Errors:
/// command_not_allowed_now, deadline_not_reached.
Result<DecidedEvent> decide_close(const LotState& lot, std::span<const BidStanding> bids, const Context& context);

void apply_closed(LotState& lot, const log::EventHeader& header, const LotClosed& event);

} // namespace kaibiao::tender
