#pragma once
/// One door for the signed commands that need nothing but the lot's state.

#include "kaibiao/tender/lot_state.h"

#include <string_view>
#include <vector>

namespace kaibiao::tender {

/// clarify, suspend, resume, open, appoint, score and result, by the command's purpose; the others have facts of their
/// own (decide_publish, decide_submit, decide_withdraw). Errors: those of the decision; command_malformed for other
/// purposes.
Result<DecidedEvent> decide(const LotState& lot, const VerifiedCommand& command, const Context& context);

/// The purposes that decide() takes, and release, which needs the bids beside the lot (decide_officer_release).
bool is_lot_purpose(std::string_view purpose);
/// All of them.
std::vector<std::string_view> lot_purposes();

} // namespace kaibiao::tender
