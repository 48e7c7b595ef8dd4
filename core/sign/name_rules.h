#pragma once
/// Name constraints (RFC 5280 §4.2.1.10, §6.1.4 (g)): may an authority certify these names?

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/names.h"

namespace kaibiao::sign {

/// What an authority may certify: its constraints, opened. Kinds of names that are not compared here make the
/// constraints unusable, critical or not.
/// Errors: certificate_malformed, certificate_critical_unknown; place is `place`.
Result<crypto::NameConstraints> open_constraints(const crypto::Certificate& authority, const std::string& place);

/// Every name of `certificate`: its subject, the e-mail addresses in it, its alternative names.
/// Errors: certificate_malformed.
Result<std::vector<crypto::GeneralName>> names_of(const crypto::Certificate& certificate, const std::string& place);

/// Each name lies in a permitted subtree of its kind, where there are any, and in no excluded one. Where it cannot be
/// told whether a name lies in a subtree, it is refused. Errors: certificate_name_not_permitted with the name.
Status check_names(const std::vector<crypto::GeneralName>& names, const crypto::NameConstraints& constraints,
                   const std::string& place);

} // namespace kaibiao::sign
