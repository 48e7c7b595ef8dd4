#pragma once
/// Why something was refused, in both languages: the core and the client say it in English alone, because the browser
/// has sentences of its own and carries no second set.

#include <string>
#include <string_view>

namespace kaibiao::cli {

/// Chinese first, English beside it. What is in both languages already, and what is no reason but something that was
/// seen (a name, a number), comes back as it is.
std::string in_both_languages(std::string_view detail);

} // namespace kaibiao::cli
