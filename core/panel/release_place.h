#pragma once
/// Where a release stands in a list of them, for errors.

#include "kaibiao/base/error.h"

namespace kaibiao::panel {

std::string place_of_release(std::size_t at);

} // namespace kaibiao::panel
