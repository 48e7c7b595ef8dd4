#pragma once
// A lot as it crosses the boundary: its events, what a review of them is made under, and what a review found.

#include "boundary.h"

#include "kaibiao/tender/lot_review.h"

namespace kaibiao::wasm {

/// Events as the server gives them: `{"events": [{"header","payload","salt"}]}`, from the first one on.
Result<std::vector<log::StoredEvent>> read_stored(ByteView page);

/// Reads `text:lot,list:roots,list:crls,json:place`, the last of them `{"centre","origin"}` of the log that the person
/// accepted, to the end of the call. Shows `events`.
Result<tender::LotReviewInput> read_review(Input& in, const std::vector<log::StoredEvent>& events);

codec::Json write_state(const tender::LotState& lot);

} // namespace kaibiao::wasm
