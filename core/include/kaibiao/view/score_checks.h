#pragma once
/// What the checks of score/checks.h say about a lot's signed sheets and announced prices, as plain data. They are
/// things to look at again and to give a reason for; they change no score.

#include "kaibiao/score/checks.h"
#include "kaibiao/tender/lot_state.h"

namespace kaibiao::view {

/// `only_expert`: from this expert's own sheet and the prices alone, blind to the others. Nothing before the
/// announcement, and where a number of the lot is too large to be checked.
std::optional<score::CheckReport> check_lot_scores(const tender::LotState& lot,
                                                   const std::optional<std::string>& only_expert);

/// `{"concordance","findings":[{"bid","criterion","error","expert","kind","numbers"}]}`: names, exact fractions as
/// text; null where there is nothing.
codec::Json write_check_report(const score::CheckReport& report);

} // namespace kaibiao::view
