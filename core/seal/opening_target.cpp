#include "kaibiao/seal/opening_target.h"

namespace kaibiao::seal {

Result<panel::Target> opening_target(const LockContext& context, PartClass part_class, const ClassLock& lock,
                                     const std::optional<LockSecret>& b) {
    TRY(context.check());
    TRY_ASSIGN(const panel::ProvenPoint r, proven_point(context.policy, context.digest(part_class), lock));
    if (needs_bidder(context.policy)) {
        if (!b) return Error(ErrorCode::lock_secret_mismatch, {}, "B is missing");
        TRY(check_released_secret(*b, *lock.hb));
    }
    return panel::opening_target(context, part_class, r);
}

} // namespace kaibiao::seal
