#include "cli/draw_transcript.h"
#include "cli/files.h"
#include "cli/officer_acts.h"
#include "cli/officer_files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/release.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace kaibiao::cli {

namespace {

using codec::Json;
namespace fs = std::filesystem;

/// Held from reading a seat's history until the release is written, so that of two messages at once one is first.
class SeatLock {
  public:
    static Result<SeatLock> take(const std::string& seat) {
        const int file = ::open(seat.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0 || ::flock(file, LOCK_EX) != 0)
            return Error(ErrorCode::file_unreadable, seat, std::strerror(errno));
        return SeatLock(file);
    }
    SeatLock(SeatLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    SeatLock& operator=(SeatLock&&) = delete;
    ~SeatLock() {
        if (file_ >= 0) ::close(file_);
    }

  private:
    explicit SeatLock(int file) : file_(file) {}
    int file_;
};

/// Beside the file itself, by whatever name or link it was reached.
std::string served_file(const OfficerOptions& options) {
    std::error_code unknown;
    return fs::weakly_canonical(options.secret, unknown).string() + ".draws.json";
}

Result<std::string> read_message(const std::string& file) {
    TRY_ASSIGN(const Bytes text, read_file(file, draw::max_message_bytes));
    return std::string(as_text(text));
}

/// Who may see the list does not release for one that breaks its own rules.
Status check_committed(const std::string& file, const draw::DrawMessage& message) {
    if (file.empty()) return ok();
    TRY_ASSIGN(const std::string text, read_list(file));
    if (draw::list_hash(as_bytes(text)) != message.list) return Error(ErrorCode::draw_list_mismatch, file);
    TRY(check_list(file, text));
    return ok();
}

/// Kept before anything is released: a second message of the same draw is refused from here on.
Status keep_served(const std::string& file, const std::string& text, const draw::DrawMessage& message) {
    TRY_ASSIGN(ServedDraws served, read_served_draws(file));
    if (!served.first.admit(message).ok())
        return Error(ErrorCode::draw_message_not_first, file,
                     "该席位已为此次抽取的另一指令释放 this seat has released for another message of this draw");
    if (std::find(served.messages.begin(), served.messages.end(), text) != served.messages.end()) return ok();
    if (served.messages.size() == most_served_draws) return Error(ErrorCode::body_too_large, file);
    served.messages.push_back(text);
    return replace_file(file, as_bytes(codec::dump_canonical(write_served_draws(served))));
}

/// That m names the event that closed its lot, asked of the centre where one is given.
Status check_close(const OfficerOptions& options, const draw::DrawMessage& message, const Output& output) {
    if (options.close.server.empty()) {
        output.line("未核对截止事件，可用 --server 核对 not checked that it names the close of its lot: --server does that");
        return ok();
    }
    TRY_ASSIGN(const Digest close, fetch_close(options.close, message.lot, output));
    if (close == message.freezing) return ok();
    return Error(ErrorCode::draw_close_mismatch, options.message,
                 "截止事件 the lot's close: " + codec::encode_hex(close) +
                     "; 指令所载 in the message: " + codec::encode_hex(message.freezing));
}

/// Ids of other draws of this lot for which the seat has released: one that was made again has another id.
Result<std::vector<std::string>> served_before(const OfficerOptions& options, const draw::DrawMessage& message) {
    TRY_ASSIGN(const ServedDraws served, read_served_draws(served_file(options)));
    std::vector<std::string> ids;
    for (const std::string& text : served.messages) {
        TRY_ASSIGN(const draw::DrawMessage other, draw::decode_message(as_bytes(text)));
        if (other.lot == message.lot && other.draw != message.draw) ids.push_back(other.draw.text());
    }
    return ids;
}

void print_served(const Output& output, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    output.line("  注意：该席位已为本标段的另 " + std::to_string(ids.size()) +
                " 次抽取释放，请问明为何再抽 attention: this seat has released for other draws of this lot, ask why there "
                "is another:");
    for (const std::string& id : ids) output.line("    " + id);
}

/// Errors: draw_message_not_first, before anything is released.
Status release_for(const OfficerOptions& options, const std::string& text, const draw::DrawMessage& message,
                   const panel::Seat& seat) {
    TRY_ASSIGN(const panel::Target target, panel::draw_target({seat.panel(), seat.key.y}, draw::request_of(message)));
    TRY_ASSIGN(const SeatLock lock, SeatLock::take(options.secret));
    TRY(keep_served(served_file(options), text, message));
    TRY_ASSIGN(const panel::ReleaseList list, panel::release_all(seat, {target}, random_bytes<32>()));
    return write_file(options.out, panel::encode(list));
}

} // namespace

Status officer_draw(const OfficerOptions& options, const Output& output) {
    if (!options.dry_run) TRY(expect_absent({options.out}));
    TRY_ASSIGN(const std::string text, read_message(options.message));
    TRY_ASSIGN(const draw::DrawMessage message, in_file(options.message, draw::decode_message(as_bytes(text))));
    TRY(check_committed(options.list, message));
    TRY(check_close(options, message, output));
    TRY_ASSIGN(const panel::Seat seat, open_seat(options));
    TRY_ASSIGN(const std::vector<std::string> before, served_before(options, message));
    if (!options.dry_run) TRY(release_for(options, text, message, seat));
    const std::string officer = std::to_string(seat.member);
    output.line(options.dry_run ? "nothing was released (--dry-run) 未释放（--dry-run）"
                                : "released for a draw as officer " + officer + " 已作为见证人 " + officer +
                                      " 为抽取释放: " + options.out);
    output.line(message_lines(message));
    print_served(output, before);
    Json others = Json::array();
    for (const std::string& id : before) others.push(Json(id));
    output.document(message_json(message)
                        .set("close_checked", !options.close.server.empty())
                        .set("officer", seat.member)
                        .set("other_draws", std::move(others))
                        .set("release", options.dry_run ? Json() : Json(options.out)));
    return ok();
}

} // namespace kaibiao::cli
