#include "cli/terminal.h"

#include "cli/reasons.h"
#include "kaibiao/base/instant.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string_view>

#include <unistd.h>

namespace kaibiao::cli {

ExitCode exit_code_for(const Error& error) {
    switch (error.code) {
    case ErrorCode::usage:
    case ErrorCode::config_malformed:
    case ErrorCode::config_unknown_key: return ExitCode::usage;
    case ErrorCode::file_unreadable:
    case ErrorCode::file_unwritable:
    case ErrorCode::file_exists:
    case ErrorCode::server_unreachable:
    case ErrorCode::address_unavailable:
    case ErrorCode::disk_full:
    case ErrorCode::database_failed: return ExitCode::io;
    default: return ExitCode::refused;
    }
}

std::string told(const Error& error, std::string_view indent) {
    const std::string detail = in_both_languages(error.detail);
    std::string text = std::string(info(error.code).name) + ": " + std::string(sentence(error.code).zh);
    // Programs are given the instant as it is, people their own time.
    const auto instant = Instant::parse(error.place);
    const std::string place = instant.ok() ? instant->local_text() + " UTC+8" : error.place;
    if (!place.empty() || !detail.empty()) {
        text += place.empty() ? " (" : " (at " + place;
        if (!place.empty() && !detail.empty()) text += "; ";
        text += detail + ")";
    }
    return text + "\n" + std::string(indent) + std::string(sentence(error.code).en);
}

OutputForm asked_form(int argc, char** argv) {
    return std::find(argv, argv + argc, std::string_view("--json")) != argv + argc ? OutputForm::json
                                                                                   : OutputForm::human;
}

void Output::line(const std::string& text) const {
    if (form_ == OutputForm::human) std::cout << text << '\n' << std::flush;
}

void Output::document(const codec::Json& value) const {
    if (form_ == OutputForm::json) std::cout << codec::dump_pretty(value) << '\n' << std::flush;
}

int Output::fail(const Error& error) const {
    const ErrorInfo& row = info(error.code);
    if (form_ == OutputForm::json) {
        document(codec::Json::object().set("error", codec::Json::object()
                                                        .set("code", static_cast<int>(error.code))
                                                        .set("name", row.name)
                                                        .set("en", sentence(error.code).en)
                                                        .set("zh", sentence(error.code).zh)
                                                        .set("place", error.place)
                                                        .set("detail", in_both_languages(error.detail))));
    } else {
        std::cerr << "kaibiao: " << told(error, "         ") << '\n';
    }
    return static_cast<int>(exit_code_for(error));
}

std::string size_text(std::uint64_t bytes) {
    static constexpr const char* units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    std::uint64_t tenths = bytes * 10;
    while (tenths >= 10'240 && unit < 4) {
        tenths /= 1024;
        ++unit;
    }
    if (unit == 0) return std::to_string(bytes) + " bytes";
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " + units[unit];
}

StatusLine::StatusLine() : drawn_(std::chrono::steady_clock::now()), enabled_(isatty(STDERR_FILENO) == 1) {}

void StatusLine::clear() const {
    if (enabled_) std::cerr << "\r\033[K";
}

bool StatusLine::due() {
    const auto now = std::chrono::steady_clock::now();
    if (!enabled_ || now - drawn_ < std::chrono::milliseconds(200)) return false;
    drawn_ = now;
    clear();
    return true;
}

Progress::Progress(std::string label, std::uint64_t total_bytes)
    : label_(std::move(label)), total_(total_bytes), start_(std::chrono::steady_clock::now()) {}

void Progress::advance_to(std::uint64_t done_bytes) {
    if (!due()) return;
    const auto elapsed = std::chrono::steady_clock::now() - start_;
    const auto elapsed_ms =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
    const std::uint64_t rate = elapsed_ms == 0 ? 0 : done_bytes * 1000 / elapsed_ms;
    std::cerr << label_ << "  " << size_text(done_bytes);
    if (total_ > 0) std::cerr << " / " << size_text(total_) << "  " << done_bytes * 100 / total_ << " %";
    std::cerr << "  " << size_text(rate) << "/s";
    if (total_ > done_bytes && rate > 0) std::cerr << "  " << (total_ - done_bytes) / rate << " s left";
    std::cerr << std::flush;
}

void CountProgress::show(std::uint64_t done, std::uint64_t total) {
    if (due()) std::cerr << label_ << ' ' << done << " / " << total << std::flush;
}

} // namespace kaibiao::cli
