#pragma once
/// From the officers' releases to the seed: what proves that a seed is the panel's for m, and nobody's choice.

#include "kaibiao/draw/message.h"
#include "kaibiao/draw/ranking.h"
#include "kaibiao/panel/release.h"

namespace kaibiao::draw {

/// The seed of m under the key of a panel: every list is one officer's release for the point that follows from m, k of
/// them give Gamma, and proof-to-hash of Gamma is the seed. More than k change nothing, but each must hold. `key` is
/// that of a checked certificate. Errors, with the place `officer N`: release_target_mismatch for another purpose,
/// panel or lot, or more than one point; release_duplicate; release_officer_unknown; release_proof_wrong, also for
/// another draw of the lot. Without a place: releases_too_few.
Result<DrawSeed> seed_from_releases(const std::string& panel, const panel::PanelKey& key, const DrawMessage& message,
                                    const std::vector<panel::ReleaseList>& lists);

} // namespace kaibiao::draw
