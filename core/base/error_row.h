#pragma once
#include "kaibiao/base/error.h"

#include <cstddef>

namespace kaibiao {

/// The place of this error in errors.def, from 0. Aborts for a code that is not there.
std::size_t error_row(ErrorCode code);

} // namespace kaibiao
