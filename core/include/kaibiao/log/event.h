#pragma once
/// Events as they are stored and logged: a header, chained within its stream, and a payload that the header
/// commits to with a salt, so that the payload can be erased by law while chain and tree stay valid.
/// Format: docs/formats/log.md.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/codec/json.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace kaibiao::log {

inline constexpr std::size_t payload_salt_size = 32;
using PayloadSalt = ByteArray<payload_salt_size>;
inline constexpr std::size_t max_payload_bytes = std::size_t{64} << 20;
inline constexpr int max_event_version = 65'535;

/// Fixed for ever: a change of meaning is a new `version` of a `type`, never another header.
struct EventHeader {
    StreamId stream;
    std::uint64_t position = 0; ///< 0, 1, 2 … within the stream, at most 2^53 − 1
    std::string type;           ///< 1–64 characters of a–z, 0–9, `-`, `_`, `.`
    int version = 1;            ///< of the payload's form, 1 … max_event_version
    Instant stamp;
    Digest previous{}; ///< event_hash of the header before; 32 zero bytes at position 0
    Digest payload{};  ///< payload_commitment

    bool operator==(const EventHeader&) const = default;
};

/// The canonical JSON of the header. Aborts when a member is outside the ranges above.
Bytes encode_event_header(const EventHeader& header);
/// Errors: those of parse_canonical and ObjectReader, event_malformed.
Result<EventHeader> decode_event_header(ByteView bytes);

/// SHA-256("kaibiao/event/v1" ‖ header): the link of the chain and the entry in the centre's log.
Digest event_hash(ByteView header);
/// The leaf that the event is in the centre's Merkle tree: SHA-256(0x00 ‖ event_hash).
Digest event_leaf_hash(ByteView header);
/// SHA-256("kaibiao/payload/v1" ‖ salt ‖ payload).
Digest payload_commitment(const PayloadSalt& salt, ByteView payload);

struct EventPayload {
    PayloadSalt salt{};
    Bytes bytes;
    bool operator==(const EventPayload&) const = default;
};

/// The stored bytes of an event: what is hashed is kept as it came, never written anew.
struct StoredEvent {
    Bytes header;
    std::optional<EventPayload> payload; ///< absent once erased
    bool operator==(const StoredEvent&) const = default;
};

/// Makes an event whose header commits to `payload`. `header.payload` is ignored.
StoredEvent make_event(EventHeader header, EventPayload payload);
/// Decodes the header and compares the payload, where there is one, with its commitment.
/// Errors: those of decode_event_header, event_payload_mismatch (place `stream@position`).
Result<EventHeader> check_event(const StoredEvent& event);

/// `{"header": text, "payload": base64 | null, "salt": base64 | null}`; the header is a string, so that a reader
/// hashes the very bytes without encoding anything.
codec::Json event_to_json(const StoredEvent& event);
/// The header is not decoded here. Errors: those of ObjectReader.
Result<StoredEvent> event_from_json(const codec::Json& json, const std::string& place);

/// `stream@position`, the place of an error about an event.
std::string event_place(const StreamId& stream, std::uint64_t position);

/// Follows the chain of one stream from its first event.
class StreamVerifier {
  public:
    explicit StreamVerifier(const StreamId& stream) : stream_(stream) {}
    /// Accepts the next event. After an error the verifier stands where it stood.
    /// Errors: those of check_event; event_chain_broken for another stream, position or predecessor.
    Result<EventHeader> next(const StoredEvent& event);
    /// How many events were accepted.
    std::uint64_t count() const { return count_; }
    /// event_hash of the newest header; 32 zero bytes before the first.
    const Digest& head() const { return head_; }

  private:
    StreamId stream_;
    std::uint64_t count_ = 0;
    Digest head_{};
};

/// The whole stream at once; the decoded headers in order.
Result<std::vector<EventHeader>> verify_stream(const StreamId& stream, std::span<const StoredEvent> events);

} // namespace kaibiao::log
