#pragma once
/// Acts of the centre that anybody can replay: `close`, `close_window`, `announce`. docs/formats/process.md.

#include "usecase/centre.h"

namespace kaibiao::usecase {

/// When the lot next needs an act of the centre; none while it waits for people.
std::optional<Instant> next_act_at(const writer::LotRecord& record);

/// Each decides and commits one act; the clock must have reached its time and earlier arrivals must be decided.
/// Errors: those of the decision.
Status close_lot(Centre& centre, const LotId& lot);
Status close_window(Centre& centre, const LotId& lot);
/// Opens the released sheets outside the writer, then commits, provided that nothing happened to the lot meanwhile.
Status announce_lot(Centre& centre, const LotId& lot);

} // namespace kaibiao::usecase
