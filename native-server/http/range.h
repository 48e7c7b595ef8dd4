#pragma once
/// Range requests (RFC 9110 §14), one range only.

#include "http/message.h"

namespace kaibiao::http {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

enum class RangeVerdict : std::uint8_t { whole, partial, unsatisfiable };
/// Malformed or multiple ranges are ignored (`whole`), as the RFC lets a server do.
RangeVerdict parse_range(std::string_view header, std::uint64_t size, ByteRange& range);

/// True when If-None-Match names this entity tag (weak comparison).
bool not_modified(const Request& request, std::string_view entity_tag);

/// Answers with a file or memory of `size` bytes: 200, 206, 304 or 416, with ETag, Accept-Ranges and Content-Range.
/// `body` is cut to the range. If-Range is honoured.
Response ranged(const Request& request, std::string_view entity_tag, std::string_view media_type, Response::Body body);

} // namespace kaibiao::http
