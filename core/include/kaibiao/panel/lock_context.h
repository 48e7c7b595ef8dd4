#pragma once
/// Who is needed to open a bid, and for which lot and bidder a lock was made (docs/formats/lock.md). It stands here
/// because an officer works only on an R that was proven under the context of the lot and panel asked for.

#include "kaibiao/base/ids.h"
#include "kaibiao/crypto/curve.h"

#include <optional>
#include <string>

namespace kaibiao::panel {

/// Fixed per lot and envelope by the notice. Persisted by name.
enum class LockPolicy : std::uint8_t {
    bidder = 1,   ///< the bidder's secret B
    officers = 2, ///< k of n officers
    dual = 3,     ///< both
};
/// `bidder`, `officers`, `dual`.
std::string_view name_of(LockPolicy policy);
/// Errors: lock_policy_unknown.
Result<LockPolicy> parse_lock_policy(std::string_view name);
inline bool needs_bidder(LockPolicy policy) { return policy != LockPolicy::officers; }
inline bool needs_officers(LockPolicy policy) { return policy != LockPolicy::bidder; }

/// Two independent classes of parts: opening every sheet never opens a volume. Persisted by name.
enum class PartClass : std::uint8_t {
    sheet = 1,   ///< part 0
    volumes = 2, ///< all others
};
/// `sheet`, `volumes`.
std::string_view name_of(PartClass part_class);

/// The officers' panel as the notice pins it.
struct Panel {
    std::string id;
    crypto::Point y; ///< public key
    int k = 0;
    int n = 0;
};

/// What a lock is bound to. Its digest is in every stanza, every proof and every commitment.
struct LockContext {
    std::string centre;
    std::string origin; ///< of the centre's log
    LotId lot;
    int envelope = 1;
    std::string bidder;
    LockPolicy policy = LockPolicy::dual;
    std::optional<Panel> panel; ///< present exactly when the policy needs officers

    /// Errors: lock_policy_mismatch when the panel does not fit the policy.
    Status check() const;
    /// SHA-256 of the canonical JSON of all members and the class. Aborts unless check() passes.
    Digest digest(PartClass part_class) const;
};

} // namespace kaibiao::panel
