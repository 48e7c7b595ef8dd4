#pragma once
/// A panel whose secret is known, contexts and sealed classes for the tests of locks and packages.

#include "seal/age_builder.h"

#include "kaibiao/seal/class_sealer.h"

namespace kaibiao::seal::test {

/// The panel's secret x, which no panel of officers ever has in one place.
crypto::Scalar panel_secret();
Panel panel();
LockContext lock_context(LockPolicy policy, std::string bidder = "91110000100000000X");
ClassEntropy class_entropy(std::uint32_t seed);
ClassSealer class_sealer(LockPolicy policy, PartClass part_class = PartClass::volumes, std::uint32_t seed = 50);
/// What the officers and the bidder release at the opening: S = x·R and B.
LockSecrets released(const ClassSealer& sealer);

inline constexpr LockPolicy every_policy[] = {LockPolicy::bidder, LockPolicy::officers, LockPolicy::dual};

} // namespace kaibiao::seal::test
