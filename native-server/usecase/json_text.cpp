#include "usecase/json_text.h"

namespace kaibiao::usecase {

Result<codec::Json> read_json_body(const http::Request& request) {
    const std::string_view type = request.headers.get("Content-Type");
    if (!type.empty() && !type.starts_with("application/json") && !type.starts_with("application/jose+json"))
        return Error(ErrorCode::media_type_refused, "Content-Type", std::string(type));
    return codec::parse_relaxed(request.body);
}

} // namespace kaibiao::usecase
