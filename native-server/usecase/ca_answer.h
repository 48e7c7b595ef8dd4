#pragma once
/// What the verbs of the demo CA share.

#include "usecase/centre.h"

namespace kaibiao::usecase {

/// Errors: trial_only when this centre has no demo CA.
Result<DemoCa*> open_ca(Centre& centre);
std::string crl_url(Centre& centre, const http::Request& request);
std::string certificate_pem(ByteView der);
std::optional<Bytes> current_crl(Centre& centre, const DemoCa& ca);

} // namespace kaibiao::usecase
