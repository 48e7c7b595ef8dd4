#pragma once
/// The bidder's certificate before a bid is sealed: what the centre will refuse of it, as far as that is known here.

#include "cli/terminal.h"
#include "client/identity.h"
#include "client/known_lot.h"
#include "kaibiao/tender/publication.h"

namespace kaibiao::cli {

/// Refuses what no centre accepts before the deadline. What depends on roots and lists that are not at hand, or on the
/// time of the submission, is a line of warning. Errors: certificate_* of errors.def; place as validate_chain gives it.
Status check_certificate(const client::Identity& identity, const client::Anchors& anchors,
                         const tender::PublicationState& lot, const Output& output);

} // namespace kaibiao::cli
