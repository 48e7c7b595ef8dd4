#include "kaibiao/draw/message.h"

#include "kaibiao/draw/draw_format.h"

namespace kaibiao::draw {

panel::DrawRequest request_of(const DrawMessage& message) {
    return {message.lot, message.draw.text(), std::string(draw_method), message.list, message.freezing};
}

std::string encode_message(const DrawMessage& message) {
    return std::string(as_text(panel::draw_message(request_of(message)).value()));
}

Result<DrawMessage> decode_message(ByteView text) {
    TRY_ASSIGN(const panel::DrawRequest request, panel::decode_draw_message(text));
    if (request.method != draw_method) return Error(ErrorCode::draw_message_malformed, "/method", request.method);
    const Result<DrawId> draw = DrawId::parse(request.draw);
    if (!draw.ok()) return Error(ErrorCode::draw_message_malformed, "/draw");
    return DrawMessage{request.lot, *draw, request.list, request.freezing};
}

Status FirstMessages::admit(const DrawMessage& message) {
    const auto first = first_.emplace(std::pair(message.lot, message.draw), message).first;
    if (first->second == message) return ok();
    return Error(ErrorCode::draw_message_not_first, message.lot.text() + "/" + message.draw.text());
}

} // namespace kaibiao::draw
