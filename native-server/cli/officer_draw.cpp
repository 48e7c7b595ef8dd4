#include "cli/draw_seed.h"
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

void print_draw(const Output& output, const draw::DrawMessage& message) {
    output.line("  draw 抽取     " + message.draw.text() + "\n  lot 标段      " + message.lot.text() +
                "\n  list 名单     " + codec::encode_hex(message.list) + "\n  frozen 截止    " +
                codec::encode_hex(message.freezing));
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
    TRY_ASSIGN(const panel::Seat seat, open_seat(options));
    if (!options.dry_run) TRY(release_for(options, text, message, seat));
    const std::string officer = std::to_string(seat.member);
    output.line(options.dry_run ? "nothing was released (--dry-run) 未释放（--dry-run）"
                                : "released for a draw as officer " + officer + " 已作为见证人 " + officer +
                                      " 为抽取释放: " + options.out);
    print_draw(output, message);
    output.document(Json::object()
                        .set("draw", message.draw.text())
                        .set("freezing", codec::encode_hex(message.freezing))
                        .set("list", codec::encode_hex(message.list))
                        .set("lot", message.lot.text())
                        .set("officer", seat.member)
                        .set("release", options.dry_run ? Json() : Json(options.out)));
    return ok();
}

} // namespace kaibiao::cli
