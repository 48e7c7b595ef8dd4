#pragma once
/// The row of a lot in lists and searches, from its state.

#include "kaibiao/tender/lot_state.h"
#include "store/lots.h"

namespace kaibiao::writer {

/// The lot must have been published.
store::LotRow lot_row(const tender::LotState& lot);

} // namespace kaibiao::writer
