#pragma once
/// What an officer is asked to release for one class of one bid: the only way from a manifest to a panel::Target.

#include "kaibiao/panel/target.h"
#include "kaibiao/seal/lock.h"

namespace kaibiao::seal {

/// R of `lock` after everything that an officer checks about it: the parts of the policy, the proof under this bid's
/// own context, and for policy `dual` a released B that matches HB: no B, no release. `lock` is of a manifest in the
/// frozen set, which the caller has verified. Errors: lock_policy_mismatch (also for policy `bidder`),
/// point_not_canonical, point_is_identity, lock_proof_wrong, lock_secret_mismatch.
Result<panel::Target> opening_target(const LockContext& context, PartClass part_class, const ClassLock& lock,
                                     const std::optional<LockSecret>& b);

} // namespace kaibiao::seal
