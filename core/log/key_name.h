#pragma once
#include <string_view>

namespace kaibiao::log {

/// c2sp.org/signed-note: not empty, UTF-8 without control characters, no Unicode white space, no `+`.
bool is_key_name(std::string_view name);

/// UTF-8 whose only control character is the newline.
bool is_note_text(std::string_view text);

} // namespace kaibiao::log
