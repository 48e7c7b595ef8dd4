#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> serve_web(Centre& centre, Exchange& exchange) { return centre.web().serve(exchange.request); }

} // namespace kaibiao::usecase
