#include "usecase/api_document.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

/// docs/openapi.json, as it was when this program was built.
Result<Response> describe_api(Centre&, Exchange&) { return Response::text(api_document(), "application/json"); }

} // namespace kaibiao::usecase
