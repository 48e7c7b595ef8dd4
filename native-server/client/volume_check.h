#pragma once
/// What can be seen of the volumes before they are sealed; the sealing desk in the browser refuses the same ones.

#include "client/bid_client.h"

namespace kaibiao::client {

/// The marks that every complete PDF has at its beginning and its end. Errors: those of the volume's reader.
Result<bool> looks_like_pdf(const Volume& volume);

/// Errors: volume_missing without any; with the file's name volume_empty, volume_pdf_broken (named `.pdf` and none).
Status check_volumes(const std::vector<Volume>& volumes);

} // namespace kaibiao::client
