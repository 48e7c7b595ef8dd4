#pragma once
/// One step of strict UTF-8 (RFC 3629), shared by is_utf8, the JSON reader and the JSON writer.

#include "kaibiao/base/bytes.h"

namespace kaibiao::codec {

/// Length in bytes of the well-formed character at `at`, or 0. `at` must be below bytes.size().
std::size_t utf8_character_length(ByteView bytes, std::size_t at);

/// Offset of the first byte that starts no well-formed character; bytes.size() when there is none.
std::size_t first_ill_formed(ByteView bytes);

} // namespace kaibiao::codec
