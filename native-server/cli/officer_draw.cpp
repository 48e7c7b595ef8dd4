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

/// Who may see the list does not release for one that breaks its own rules.
Status check_committed(const std::string& file, const draw::DrawMessage& message, const Output& output) {
    if (file.empty()) return ok();
    TRY_ASSIGN(const std::string text, read_committed_list(file, message));
    TRY_ASSIGN(const draw::DrawList list, check_list(file, text));
    output.line(list_line(list));
    return ok();
}

std::string named(const std::string& panel, const crypto::Point& key) {
    return panel + " " + codec::encode_base64(key.bytes());
}

/// That m names the event that closed its lot, and that the seat is of the notice's panel where that has one. Nothing
/// where the officer does without.
Result<std::optional<client::LotClose>> check_close(const OfficerOptions& options, const draw::DrawMessage& message,
                                                    const panel::Seat& seat, const Output& output) {
    if (options.unchecked_close) {
        output.line("未核对截止事件与席位 neither was it checked that the message names the close of its lot, nor that "
                    "the seat "
                    "is of the notice's panel (--unchecked-close)");
        return std::optional<client::LotClose>();
    }
    TRY_ASSIGN(client::LotClose close, fetch_close(options.close, message.lot, output));
    if (close.event != message.freezing)
        return Error(ErrorCode::draw_close_mismatch, options.message,
                     "截止事件 the lot's close: " + codec::encode_hex(close.event) +
                         "; 指令所载 in the message: " + codec::encode_hex(message.freezing));
    const auto& publication = *close.lot.publication;
    const std::optional<seal::Panel>& panel = publication.notice.panel;
    if (panel && (panel->id != seat.panel() || panel->y != seat.key.y))
        return Error(ErrorCode::panel_context_mismatch, options.secret,
                     "公告所载见证人组 the notice's panel: " + named(panel->id, panel->y) +
                         "; 席位所属 the seat's: " + named(seat.panel(), seat.key.y));
    output.line("  " + publication.notice.title.zh + " " + publication.notice.title.en + "\n  deadline 截止    " +
                publication.deadline.local_text() + " UTC+8\n  phase 阶段       " +
                std::string(tender::phase_name(close.lot.phase)));
    if (!panel) output.line("公告未载见证人组，未核对席位 the notice names no panel, so the seat was not compared");
    if (options.close.old.empty())
        output.line("日志是否被改写，没有以前的存证点可比 nothing to compare the log's growth with (--old)");
    output.line(close.witnessed
                    ? "与标段的截止事件相符，日志有见证 it names the close of its lot, in a witnessed log"
                    : "与标段的截止事件相符，但公告未列见证服务 it names the close of its lot, in a log for which the "
                      "notice names no witnesses");
    return std::optional(std::move(close));
}

/// Of the same lot, which the seat has released for.
Result<std::vector<std::string>> other_draws(const draw::DrawMessage& message, const ServedDraws& served) {
    std::vector<std::string> others;
    for (const std::string& one : served.messages) {
        TRY_ASSIGN(const draw::DrawMessage other, draw::decode_message(as_bytes(one)));
        if (other.lot == message.lot && other.draw != message.draw) others.push_back(other.draw.text());
    }
    return others;
}

std::string joined(const std::vector<std::string>& draws) {
    std::string out;
    for (const std::string& draw : draws) out += " " + draw;
    return out;
}

/// A second message of this draw is a fraud, and another draw of the same lot may be one: whoever may draw until the
/// result pleases has drawn nothing. Errors: draw_message_not_first; draw_not_first_of_lot for what `--again` allows.
Status check_history(const OfficerOptions& options, const draw::DrawMessage& message, const ServedDraws& served,
                     const Output& output) {
    const std::string file = served_file(options);
    draw::FirstMessages first = served.first;
    if (!first.admit(message).ok())
        return Error(ErrorCode::draw_message_not_first, file,
                     "该席位已为此次抽取的另一指令释放 this seat has released for another message of this draw");
    TRY_ASSIGN(const std::vector<std::string> others, other_draws(message, served));
    const std::string listed = joined(others);
    const auto named = [&](const std::string& draw) {
        return std::find(options.others.begin(), options.others.end(), draw) != options.others.end();
    };
    if (!std::all_of(others.begin(), others.end(), named))
        return Error(
            ErrorCode::draw_not_first_of_lot, file,
            "该席位此前已为之释放；问明缘由后，对每一次都加 --again 方可 this seat has released for it; once it "
            "is clear why there is another, name each with --again:" +
                listed);
    for (const std::string& draw : options.others)
        if (std::find(others.begin(), others.end(), draw) == others.end())
            return Error(ErrorCode::usage, "--again",
                         "该席位没有为本标段的这次抽取释放过 the seat has not released for this draw of the lot: " +
                             draw);
    if (!others.empty())
        output.line("该席位此前已为本标段的这些抽取释放 this seat has released for these draws of this lot before:" +
                    listed);
    return ok();
}

/// Kept before anything is released: a second message of the same draw is refused from here on.
Status keep_served(const std::string& file, const std::string& text, ServedDraws served) {
    if (served.messages.size() == most_served_draws) return Error(ErrorCode::body_too_large, file);
    served.messages.push_back(text);
    return replace_file(file, as_bytes(codec::dump_canonical(write_served_draws(served))));
}

/// Errors: those of check_history, before anything is released.
Status release_for(const OfficerOptions& options, const draw::DrawMessage& message, const panel::Seat& seat,
                   const Output& output) {
    const std::string text = draw::encode_message(message);
    TRY_ASSIGN(const panel::Target target, panel::draw_target({seat.panel(), seat.key.y}, draw::request_of(message)));
    TRY_ASSIGN(const SeatLock lock, SeatLock::take(options.secret));
    TRY_ASSIGN(ServedDraws served, read_served_draws(served_file(options)));
    const bool again = std::find(served.messages.begin(), served.messages.end(), text) != served.messages.end();
    if (!again) TRY(check_history(options, message, served, output));
    if (options.dry_run) return ok();
    if (!again) TRY(keep_served(served_file(options), text, std::move(served)));
    TRY_ASSIGN(const panel::ReleaseList list, panel::release_all(seat, {target}, random_bytes<32>()));
    return write_file(options.out, panel::encode(list));
}

} // namespace

Status officer_draw(const OfficerOptions& options, const Output& output) {
    if (options.unchecked_close != options.close.server.empty())
        return Error(ErrorCode::usage, "--server",
                     "请给出 --server 或 --unchecked-close; give --server or --unchecked-close");
    if (!options.dry_run) TRY(expect_absent({options.out}));
    TRY_ASSIGN(const draw::DrawMessage message, read_message(options.message));
    TRY_ASSIGN(const panel::Seat seat, open_seat(options));
    output.line(message_lines(message));
    TRY(check_committed(options.list, message, output));
    TRY_ASSIGN(const auto close, check_close(options, message, seat, output));
    TRY(release_for(options, message, seat, output));
    const std::string officer = std::to_string(seat.member);
    output.line(options.dry_run ? "nothing was released (--dry-run) 未释放（--dry-run）"
                                : "released for a draw as officer " + officer + " 已作为见证人 " + officer +
                                      " 为抽取释放: " + options.out);
    output.document(message_json(message)
                        .set("close", Json::object()
                                          .set("checked", close.has_value())
                                          .set("growth_compared", close && !options.close.old.empty())
                                          .set("panel_compared", close && close->lot.publication->notice.panel)
                                          .set("witnessed", close.has_value() && close->witnessed))
                        .set("officer", seat.member)
                        .set("release", options.dry_run ? Json() : Json(options.out)));
    return ok();
}

} // namespace kaibiao::cli
