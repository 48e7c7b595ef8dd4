#pragma once
/// A formula of a method with numbers in place of its variables (docs/formats/method.md, "Expressions").

#include <functional>
#include <string>
#include <string_view>

namespace kaibiao::cli {

/// What stands for a variable, ready to be multiplied; `key` is what its square brackets hold, or empty.
using VariableText = std::function<std::string(std::string_view name, std::string_view key)>;

/// The expression must be one that check_method passes.
std::string with_numbers(std::string_view expression, const VariableText& text_of);

} // namespace kaibiao::cli
