#pragma once
/// The version of this program.

#include <string_view>

namespace kaibiao::usecase {

inline constexpr std::string_view program_version = KAIBIAO_VERSION;

} // namespace kaibiao::usecase
