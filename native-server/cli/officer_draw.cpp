#include "cli/files.h"
#include "cli/officer_acts.h"
#include "cli/officer_files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/draw/list.h"
#include "kaibiao/panel/release.h"

#include <algorithm>

namespace kaibiao::cli {

namespace {

using codec::Json;

std::string served_file(const OfficerOptions& options) { return options.secret + ".draws.json"; }

Result<std::string> read_message(const std::string& file) {
    TRY_ASSIGN(const Bytes text, read_file(file, draw::max_message_bytes));
    return std::string(as_text(text));
}

/// Who may see the list does not release for one that breaks its own rules.
Status check_list(const std::string& file, const draw::DrawMessage& message) {
    if (file.empty()) return ok();
    TRY_ASSIGN(const Bytes text, read_file(file, draw::max_list_bytes));
    if (draw::list_hash(text) != message.list) return Error(ErrorCode::draw_list_mismatch, file);
    TRY_ASSIGN(const draw::DrawList list, in_file(file, draw::decode_list(text)));
    TRY(in_file(file, draw::encode_list(list)));
    return ok();
}

/// Kept before anything is released: a second message of the same draw is refused from here on.
Status keep_served(const std::string& file, const std::string& text, const draw::DrawMessage& message) {
    TRY_ASSIGN(ServedDraws served, read_served_draws(file));
    TRY(in_file(file, served.first.admit(message)));
    if (std::find(served.messages.begin(), served.messages.end(), text) != served.messages.end()) return ok();
    served.messages.push_back(text);
    return write_file(file, as_bytes(codec::dump_canonical(write_served_draws(served))));
}

} // namespace

Status officer_draw(const OfficerOptions& options, const Output& output) {
    TRY_ASSIGN(const std::string text, read_message(options.message));
    TRY_ASSIGN(const draw::DrawMessage message, in_file(options.message, draw::decode_message(as_bytes(text))));
    TRY(check_list(options.list, message));
    TRY_ASSIGN(const panel::Seat seat, open_seat(options));
    TRY_ASSIGN(const panel::Target target, panel::draw_target({seat.panel(), seat.key.y}, draw::request_of(message)));
    TRY(keep_served(served_file(options), text, message));
    TRY_ASSIGN(const panel::ReleaseList list, panel::release_all(seat, {target}, random_bytes<32>()));
    TRY(write_file(options.out, panel::encode(list)));
    output.line("released for a draw as officer " + std::to_string(seat.member) + " 已为抽取释放: " + options.out +
                "\n  lot 标段      " + message.lot.text() + "\n  draw 抽取     " + message.draw.text() +
                "\n  list 名单     " + codec::encode_hex(message.list) + "\n  frozen by     " +
                codec::encode_hex(message.freezing));
    output.document(Json::object()
                        .set("draw", message.draw.text())
                        .set("freezing", codec::encode_hex(message.freezing))
                        .set("list", codec::encode_hex(message.list))
                        .set("lot", message.lot.text())
                        .set("officer", seat.member)
                        .set("release", options.out));
    return ok();
}

} // namespace kaibiao::cli
