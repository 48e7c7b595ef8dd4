#pragma once
/// The OpenAPI document, compiled in from docs/openapi.json.

#include <string_view>

namespace kaibiao::usecase {

std::string_view api_document();

} // namespace kaibiao::usecase
