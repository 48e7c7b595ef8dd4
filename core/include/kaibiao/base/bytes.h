#pragma once
/// Byte sequences: the vocabulary every module shares. Sizes are in bytes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kaibiao {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;
template <std::size_t N> using ByteArray = std::array<std::uint8_t, N>;
/// A SHA-256 digest.
using Digest = ByteArray<32>;

/// The bytes of a text, without its terminator. The text must outlive the view.
inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }
inline void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }
inline void append(Bytes& out, std::string_view more) { append(out, as_bytes(more)); }

/// Appends the big-endian form that every hashed structure of ours uses for counters.
void append_u32_be(Bytes& out, std::uint32_t value);
void append_u64_be(Bytes& out, std::uint64_t value);

/// Equality of public data. Secrets are compared by crypto::equal_constant_time.
bool equal_public(ByteView left, ByteView right);

} // namespace kaibiao
