#include "kaibiao/sign/envelope.h"

#include "kaibiao/codec/text.h"

namespace kaibiao::sign {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::size_t longest_name = 256;

/// Present, but possibly null.
Result<bool> is_given(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json* value, reader.any(key));
    return !value->is_null();
}

Result<std::optional<LotId>> read_lot(ObjectReader& reader) {
    TRY_ASSIGN(const bool given, is_given(reader, "lot"));
    if (!given) return std::optional<LotId>();
    TRY_ASSIGN(const auto bytes, reader.hex<16>("lot"));
    return std::optional<LotId>(LotId(bytes));
}

Result<std::optional<Digest>> read_hash(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const bool given, is_given(reader, key));
    if (!given) return std::optional<Digest>();
    TRY_ASSIGN(const Digest hash, reader.hex<32>(key));
    return std::optional<Digest>(hash);
}

Result<Instant> read_time(ObjectReader& reader) {
    TRY_ASSIGN(const std::string text, reader.string("time"));
    auto time = Instant::parse(text);
    if (!time) return Error(time.error().code, reader.place_of("time"));
    return time;
}

Json hash_or_null(const std::optional<Digest>& hash) { return hash ? Json(codec::encode_hex(*hash)) : Json(); }

} // namespace

Result<CommandEnvelope> read_envelope(ObjectReader& reader) {
    CommandEnvelope envelope;
    TRY_ASSIGN(envelope.purpose, reader.string("purpose", longest_name));
    TRY_ASSIGN(envelope.centre, reader.string("centre", longest_name));
    TRY_ASSIGN(envelope.origin, reader.string("origin", longest_name));
    TRY_ASSIGN(envelope.lot, read_lot(reader));
    TRY_ASSIGN(const auto command, reader.hex<16>("command"));
    envelope.command = CommandId(command);
    TRY_ASSIGN(envelope.notice, read_hash(reader, "notice"));
    TRY_ASSIGN(envelope.seen, read_hash(reader, "seen"));
    TRY_ASSIGN(envelope.time, read_time(reader));
    return envelope;
}

Result<CommandEnvelope> read_envelope(const Json& payload) {
    ObjectReader reader(payload, "");
    return read_envelope(reader);
}

Json write_envelope(const CommandEnvelope& envelope) {
    return Json::object()
        .set("purpose", Json(envelope.purpose))
        .set("centre", Json(envelope.centre))
        .set("origin", Json(envelope.origin))
        .set("lot", envelope.lot ? Json(envelope.lot->text()) : Json())
        .set("command", Json(envelope.command.text()))
        .set("notice", hash_or_null(envelope.notice))
        .set("seen", hash_or_null(envelope.seen))
        .set("time", Json(envelope.time.text()));
}

Status check_envelope(const CommandEnvelope& envelope, const EnvelopeContext& expected) {
    if (envelope.purpose != expected.purpose) return Error(ErrorCode::jws_type_wrong, "/purpose", envelope.purpose);
    const auto refuse = [](const char* place) { return Error(ErrorCode::jws_payload_wrong_context, place); };
    if (envelope.centre != expected.centre) return refuse("/centre");
    if (envelope.origin != expected.origin) return refuse("/origin");
    if (envelope.lot != expected.lot) return refuse("/lot");
    return ok();
}

} // namespace kaibiao::sign
