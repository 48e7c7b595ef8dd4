#pragma once
/// Base64 into memory of the caller's, so that secrets leave no copies.

#include "kaibiao/codec/text.h"

#include <optional>

namespace kaibiao::codec {

/// Lengths without padding.
constexpr std::size_t base64_text_size(std::size_t bytes) { return bytes / 3 * 4 + (bytes % 3 * 4 + 2) / 3; }
constexpr std::size_t base64_byte_size(std::size_t text) { return text / 4 * 3 + text % 4 * 3 / 4; }

/// `out` has base64_text_size bytes.
void write_base64(ByteView bytes, Base64 variant, MutableBytes out);
/// `out` has base64_byte_size bytes. The offset of the digit that is wrong, if any.
std::optional<std::size_t> read_base64(ByteView text, Base64 variant, MutableBytes out);

} // namespace kaibiao::codec
