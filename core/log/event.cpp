#include "kaibiao/log/event.h"

#include "event_format.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/merkle.h"

namespace kaibiao::log {

namespace {

bool is_type(std::string_view text) {
    static constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    return !text.empty() && text.size() <= max_type_bytes && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Instants of headers are those that Instant::parse accepts.
bool is_stamp(const Instant& stamp) {
    const Result<Instant> parsed = Instant::parse(stamp.text());
    return parsed.ok() && *parsed == stamp;
}

bool is_encodable(const EventHeader& header) {
    return header.position <= max_position && is_type(header.type) && header.version >= 1 &&
           header.version <= max_event_version && is_stamp(header.stamp);
}

template <typename T> Result<T> or_malformed(Result<T> result, const std::string& place) {
    if (result.ok()) return result;
    return Error(ErrorCode::event_malformed, place, std::string(info(result.error().code).name));
}

} // namespace

Bytes encode_event_header(const EventHeader& header) {
    if (!is_encodable(header)) std::abort();
    const std::string text =
        codec::dump_canonical(codec::Json::object()
                                  .set(header_member::payload, codec::encode_hex(header.payload))
                                  .set(header_member::position, static_cast<std::int64_t>(header.position))
                                  .set(header_member::previous, codec::encode_hex(header.previous))
                                  .set(header_member::stamp, header.stamp.text())
                                  .set(header_member::stream, header.stream.text())
                                  .set(header_member::type, header.type)
                                  .set(header_member::version, header.version));
    return to_bytes(as_bytes(text));
}

Result<EventHeader> decode_event_header(ByteView bytes) {
    TRY_ASSIGN(const codec::Json json, codec::parse_canonical(bytes, {max_header_bytes, 1}));
    codec::ObjectReader reader(json, {});
    EventHeader header;
    TRY_ASSIGN(header.payload, reader.hex<32>(header_member::payload));
    TRY_ASSIGN(const std::int64_t position, reader.integer(header_member::position, 0, max_position));
    header.position = static_cast<std::uint64_t>(position);
    TRY_ASSIGN(header.previous, reader.hex<32>(header_member::previous));
    TRY_ASSIGN(const std::string stamp, reader.string(header_member::stamp));
    TRY_ASSIGN(header.stamp, or_malformed(Instant::parse(stamp), reader.place_of(header_member::stamp)));
    TRY_ASSIGN(const std::string stream, reader.string(header_member::stream));
    TRY_ASSIGN(header.stream, or_malformed(StreamId::parse(stream), reader.place_of(header_member::stream)));
    TRY_ASSIGN(header.type, reader.string(header_member::type, max_type_bytes));
    if (!is_type(header.type)) return Error(ErrorCode::event_malformed, reader.place_of(header_member::type));
    TRY_ASSIGN(const std::int64_t version, reader.integer(header_member::version, 1, max_event_version));
    header.version = static_cast<int>(version);
    TRY(reader.finish());
    return header;
}

Digest event_hash(ByteView header) { return crypto::sha256({as_bytes(event_label), header}); }

Digest event_leaf_hash(ByteView header) { return crypto::merkle_leaf_hash(event_hash(header)); }

Digest payload_commitment(const PayloadSalt& salt, ByteView payload) {
    return crypto::sha256({as_bytes(payload_label), salt, payload});
}

StoredEvent make_event(EventHeader header, EventPayload payload) {
    header.payload = payload_commitment(payload.salt, payload.bytes);
    return {encode_event_header(header), std::move(payload)};
}

Result<EventHeader> check_event(const StoredEvent& event) {
    TRY_ASSIGN(EventHeader header, decode_event_header(event.header));
    if (event.payload && payload_commitment(event.payload->salt, event.payload->bytes) != header.payload)
        return Error(ErrorCode::event_payload_mismatch, event_place(header.stream, header.position));
    return header;
}

codec::Json event_to_json(const StoredEvent& event) {
    codec::Json json = codec::Json::object().set(event_member::header, as_text(event.header));
    json.set(event_member::payload,
             event.payload ? codec::Json(codec::encode_base64(event.payload->bytes)) : codec::Json());
    json.set(event_member::salt,
             event.payload ? codec::Json(codec::encode_base64(event.payload->salt)) : codec::Json());
    return json;
}

Result<StoredEvent> event_from_json(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    StoredEvent event;
    TRY_ASSIGN(const std::string header, reader.string(event_member::header, max_header_bytes));
    event.header = to_bytes(as_bytes(header));
    TRY_ASSIGN(const codec::Json* payload, reader.any(event_member::payload));
    TRY_ASSIGN(const codec::Json* salt, reader.any(event_member::salt));
    // Half an erasure would leave a commitment that nobody can check.
    if (payload->is_null() != salt->is_null())
        return Error(ErrorCode::json_member_type, reader.place_of(event_member::salt));
    if (!payload->is_null()) {
        EventPayload present;
        TRY_ASSIGN(present.bytes, reader.byte_string(event_member::payload, max_payload_bytes));
        TRY_ASSIGN(present.salt, reader.bytes<payload_salt_size>(event_member::salt));
        event.payload = std::move(present);
    }
    TRY(reader.finish());
    return event;
}

std::string event_place(const StreamId& stream, std::uint64_t position) {
    return stream.text() + "@" + std::to_string(position);
}

Result<EventHeader> StreamVerifier::next(const StoredEvent& event) {
    TRY_ASSIGN(EventHeader header, check_event(event));
    const std::string place = event_place(stream_, count_);
    if (header.stream != stream_) return Error(ErrorCode::event_chain_broken, place, "another stream");
    if (header.position != count_) return Error(ErrorCode::event_chain_broken, place, "another position");
    if (header.previous != head_) return Error(ErrorCode::event_chain_broken, place, "another predecessor");
    head_ = event_hash(event.header);
    ++count_;
    return header;
}

Result<std::vector<EventHeader>> verify_stream(const StreamId& stream, std::span<const StoredEvent> events) {
    StreamVerifier verifier(stream);
    std::vector<EventHeader> headers;
    for (const StoredEvent& event : events) {
        TRY_ASSIGN(EventHeader header, verifier.next(event));
        headers.push_back(std::move(header));
    }
    return headers;
}

} // namespace kaibiao::log
