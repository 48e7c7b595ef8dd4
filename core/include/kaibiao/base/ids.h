#pragma once
/// Strong identifiers. Each is 16 random bytes, written as 32 lowercase hex digits; a LotId is not a BidId.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

namespace kaibiao {

template <typename Tag> class StrongId {
  public:
    StrongId() = default;
    explicit StrongId(const ByteArray<16>& bytes) : bytes_(bytes) {}
    /// Accepts exactly 32 lowercase hex digits. Errors: id_malformed.
    static Result<StrongId> parse(std::string_view text);

    const ByteArray<16>& bytes() const { return bytes_; }
    std::string text() const;
    bool operator==(const StrongId&) const = default;
    bool operator<(const StrongId& other) const { return bytes_ < other.bytes_; }

  private:
    ByteArray<16> bytes_{};
};

namespace detail {
Result<ByteArray<16>> parse_id(std::string_view text);
std::string id_text(const ByteArray<16>& bytes);
} // namespace detail

template <typename Tag> Result<StrongId<Tag>> StrongId<Tag>::parse(std::string_view text) {
    TRY_ASSIGN(auto bytes, detail::parse_id(text));
    return StrongId(bytes);
}
template <typename Tag> std::string StrongId<Tag>::text() const { return detail::id_text(bytes_); }

using LotId = StrongId<struct LotTag>;
using BidId = StrongId<struct BidTag>;
using CommandId = StrongId<struct CommandTag>;
/// A stream of events: a lot's stream has the lot's bytes, a bid's stream the bid's.
using StreamId = StrongId<struct StreamTag>;

inline StreamId stream_of(const LotId& lot) { return StreamId(lot.bytes()); }
inline StreamId stream_of(const BidId& bid) { return StreamId(bid.bytes()); }

} // namespace kaibiao
