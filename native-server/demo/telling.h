#pragma once
/// What the demo tells of an opening and of a result, as a person would.

#include "kaibiao/codec/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::demo {

/// A member as text; empty without it.
std::string text_of(const codec::Json& json, std::string_view key);

/// The rows of a board, read out. `technical`: of the first of two envelopes.
std::vector<std::string> tell_announcement(const codec::Json& board, bool technical);

} // namespace kaibiao::demo
