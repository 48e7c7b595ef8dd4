#pragma once
/// Proofs of possession: PoP_i = Sign(a_{i,0}, context ‖ C_i ‖ E_i).

#include "kaibiao/panel/messages.h"

namespace kaibiao::panel {

/// The proof inside `contribution` is not read.
Bytes possession_message(const Session& session, const Contribution& contribution);
/// Errors: panel_commitment_count_wrong, panel_possession_wrong.
Status check_possession(const Session& session, const Contribution& contribution, int member);

} // namespace kaibiao::panel
