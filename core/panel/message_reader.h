#pragma once
/// Reads the fixed and the length-framed pieces of the panel's binary formats.

#include "kaibiao/panel/messages.h"

#include <optional>

namespace kaibiao::panel {

class MessageReader {
  public:
    explicit MessageReader(ByteView bytes) : rest_(bytes) {}
    bool at_end() const { return rest_.empty(); }
    std::size_t left() const { return rest_.size(); }
    /// Errors of all: panel_message_malformed where the bytes end too early.
    Result<ByteView> bytes(std::size_t size);
    template <std::size_t N> Result<ByteArray<N>> array();
    Result<std::uint32_t> u32_le();
    Result<std::uint64_t> u64_le();
    /// Also: point_not_canonical, point_is_identity.
    Result<crypto::Point> point();
    Result<std::vector<crypto::Point>> points(std::size_t count);
    /// uint64_be length, then a ciphertext. Also: panel_ciphertext_too_large, panel_ciphertext_too_small.
    Result<Bytes> framed();
    Status finish() const;

  private:
    ByteView rest_;
};

void append_framed(Bytes& out, ByteView sealed);
void append_points(Bytes& out, const std::vector<crypto::Point>& points);
/// A threshold k that n members do not allow.
Error size_wrong(std::int64_t k, std::size_t n);
/// The error with `member N` as its place.
Error blame(const Error& error, int member);

template <std::size_t N> Result<ByteArray<N>> MessageReader::array() {
    TRY_ASSIGN(const ByteView view, bytes(N));
    ByteArray<N> out{};
    for (std::size_t i = 0; i < N; ++i) out[i] = view[i];
    return out;
}

} // namespace kaibiao::panel
