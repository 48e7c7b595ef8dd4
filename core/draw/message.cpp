#include "kaibiao/draw/message.h"

#include "kaibiao/draw/draw_format.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"

namespace kaibiao::draw {

namespace {

Status read_constant(codec::ObjectReader& reader, std::string_view key, std::string_view expected) {
    TRY_ASSIGN(const std::string text, reader.string(key));
    if (text != expected) return Error(ErrorCode::draw_message_malformed, reader.place_of(key), text);
    return ok();
}

template <typename Id> Result<Id> read_id(codec::ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const ByteArray<16> bytes, reader.hex<16>(key));
    return Id(bytes);
}

} // namespace

std::string encode_message(const DrawMessage& message) {
    return codec::dump_canonical(codec::Json::object()
                                     .set("draw", message.draw.text())
                                     .set("freezing", codec::encode_hex(message.freezing))
                                     .set("list", codec::encode_hex(message.list))
                                     .set("lot", message.lot.text())
                                     .set("method", draw_method)
                                     .set("purpose", draw_purpose));
}

Result<DrawMessage> decode_message(ByteView text) {
    TRY_ASSIGN(const codec::Json json, codec::parse_canonical(text, {.max_bytes = max_message_bytes, .max_depth = 1}));
    codec::ObjectReader reader(json, "");
    DrawMessage message;
    TRY(read_constant(reader, "purpose", draw_purpose));
    TRY(read_constant(reader, "method", draw_method));
    TRY_ASSIGN(message.lot, read_id<LotId>(reader, "lot"));
    TRY_ASSIGN(message.draw, read_id<DrawId>(reader, "draw"));
    TRY_ASSIGN(message.list, reader.hex<32>("list"));
    TRY_ASSIGN(message.freezing, reader.hex<32>("freezing"));
    TRY(reader.finish());
    return message;
}

Status FirstMessages::admit(const DrawMessage& message) {
    const auto first = first_.emplace(std::pair(message.lot, message.draw), message).first;
    if (first->second == message) return ok();
    return Error(ErrorCode::draw_message_not_first, message.lot.text() + "/" + message.draw.text());
}

} // namespace kaibiao::draw
