#pragma once
// The files of core/data/methods, compiled in: CMake writes the source.

#include <span>
#include <string_view>

namespace kaibiao::tender {

struct ReadyMethodText {
    std::string_view name; ///< of the file, without `.json`
    std::string_view text;
};

std::span<const ReadyMethodText> ready_method_texts();

} // namespace kaibiao::tender
