#pragma once
/// What every subcommand shares: exit codes, output for people or as JSON, progress on standard error.

#include "kaibiao/base/error.h"
#include "kaibiao/codec/json.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace kaibiao::cli {

/// Exit codes, documented in every --help.
enum class ExitCode : int {
    success = 0,
    refused = 1,    ///< the operation was understood and refused, or a verification failed
    usage = 2,      ///< the command line is wrong
    io = 3,         ///< a file, the network or the machine failed
    split_view = 4, ///< a log has signed two checkpoints that contradict each other
};
ExitCode exit_code_for(const Error& error);

enum class OutputForm : std::uint8_t { human, json };

/// `name: sentence (at place; detail)` in Chinese and, on a line of its own behind `indent`, the sentence in English.
std::string told(const Error& error, std::string_view indent);

/// JSON when `--json` stands anywhere, also behind what could not be read.
OutputForm asked_form(int argc, char** argv);

class Output {
  public:
    explicit Output(OutputForm form) : form_(form) {}
    OutputForm form() const { return form_; }
    /// A line for people; nothing in JSON form.
    void line(const std::string& text) const;
    /// The one JSON document of this run; nothing in human form.
    void document(const codec::Json& value) const;
    /// Reports on standard error (human, see told) or as {"error": {...}} (JSON) and returns the exit code.
    int fail(const Error& error) const;

  private:
    OutputForm form_;
};

/// A line on standard error, redrawn at most five times a second; silent when it is no terminal.
class StatusLine {
  public:
    StatusLine();
    ~StatusLine() { clear(); }
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;
    /// Takes the line away, before something else is said.
    void clear() const;

  protected:
    /// Whether it is to be drawn now; then it counts as drawn.
    bool due();

  private:
    std::chrono::steady_clock::time_point drawn_;
    bool enabled_;
};

/// Bytes done, with rate and remaining time.
class Progress : public StatusLine {
  public:
    Progress(std::string label, std::uint64_t total_bytes);
    void advance_to(std::uint64_t done_bytes);

  private:
    std::string label_;
    std::uint64_t total_;
    std::chrono::steady_clock::time_point start_;
};

/// The same for things that are counted: `lots 12 / 40`.
class CountProgress : public StatusLine {
  public:
    explicit CountProgress(std::string label) : label_(std::move(label)) {}
    void show(std::uint64_t done, std::uint64_t total);

  private:
    std::string label_;
};

/// `12.3 MiB`
std::string size_text(std::uint64_t bytes);

} // namespace kaibiao::cli
