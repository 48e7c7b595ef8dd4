#pragma once
/// What the verbs of resumable uploads share (tus 1.0.0: creation, checksum, termination, expiration).

#include "blob/upload.h"
#include "http/message.h"

namespace kaibiao::usecase {

inline constexpr std::string_view tus_version = "1.0.0";

/// Errors: upload_version_refused.
Status check_tus_version(const http::Request& request);
/// Adds Tus-Resumable, and where the upload stands.
void add_tus_headers(http::Response& response);
void add_upload_headers(http::Response& response, const blob::UploadRecord& record);
/// A decimal header without sign. Errors: request_malformed.
Result<std::uint64_t> number_header(const http::Request& request, std::string_view name);
/// The `lot` of an Upload-Metadata header: pairs of key and base64, separated by commas.
/// Errors: request_malformed, base64_malformed, lot_unknown when it is no id.
Result<LotId> lot_of_metadata(std::string_view metadata);

} // namespace kaibiao::usecase
