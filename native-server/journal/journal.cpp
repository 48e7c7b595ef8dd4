#include "journal/journal.h"

#include "journal/daily_file.h"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>

namespace kaibiao::journal {

namespace {

std::shared_ptr<spdlog::logger>& file_logger() {
    static std::shared_ptr<spdlog::logger> logger;
    return logger;
}

std::string now_text() {
    const auto elapsed = std::chrono::system_clock::now().time_since_epoch();
    return Instant::from_milliseconds(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count()).text();
}

std::string line_text(codec::Json line, spdlog::level::level_enum level) {
    line.set("time", now_text()).set("level", std::string(spdlog::level::to_string_view(level).data()));
    return codec::dump_canonical(line);
}

std::atomic<std::uint64_t> lost{0};

/// Runs on spdlog's own thread.
class FileSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  public:
    explicit FileSink(DailyFile file) : file_(std::move(file)) {}

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        std::string lines;
        if (const std::uint64_t gap = lost; gap > 0) lines = gap_line(gap);
        lines.append(message.payload.data(), message.payload.size()).append("\n");
        const Status written = file_.append(lines, spdlog::log_clock::to_time_t(message.time));
        if (!written.ok() && lost == 0) spdlog::default_logger_raw()->error("journal: {}", describe(written.error()));
        lost = written.ok() ? 0 : lost + 1;
    }
    void flush_() override {}

  private:
    static std::string gap_line(std::uint64_t gap) {
        codec::Json line =
            codec::Json::object().set("event", "lines_lost").set("lines", static_cast<std::int64_t>(gap));
        return line_text(std::move(line), spdlog::level::err) + "\n";
    }
    DailyFile file_;
};

void write(codec::Json line, spdlog::level::level_enum level) {
    const std::string text = line_text(std::move(line), level);
    if (file_logger() != nullptr) file_logger()->log(level, "{}", text);
    if (level >= spdlog::level::warn) spdlog::default_logger_raw()->log(level, "{}", text);
}

} // namespace

Status open(const std::filesystem::path& folder) {
    try {
        spdlog::set_default_logger(spdlog::stderr_logger_mt("stderr"));
        spdlog::set_pattern("%v");
        spdlog::init_thread_pool(16'384, 1);
        // The queue blocks rather than drops: the log of EB 49 has no gaps.
        auto sink = std::make_shared<FileSink>(DailyFile(folder, "kaibiao", ".jsonl"));
        auto logger = std::make_shared<spdlog::async_logger>("file", std::move(sink), spdlog::thread_pool(),
                                                             spdlog::async_overflow_policy::block);
        logger->set_pattern("%v");
        spdlog::register_logger(logger);
        file_logger() = std::move(logger);
    } catch (const spdlog::spdlog_ex& problem) {
        return Error(ErrorCode::file_unwritable, folder.string(), problem.what());
    }
    return ok();
}

void close() {
    if (file_logger() != nullptr) file_logger()->flush();
    file_logger().reset();
    spdlog::shutdown();
}

std::uint64_t lost_lines() { return lost; }

void access(const http::AccessRecord& record) {
    codec::Json line = codec::Json::object()
                           .set("event", "request")
                           .set("address", record.address)
                           .set("person", record.person)
                           .set("role", http::name_of(record.role))
                           .set("method", record.method)
                           .set("path", record.path.substr(0, record.path.find('?')))
                           .set("status", record.status)
                           .set("bytes", static_cast<std::int64_t>(record.bytes))
                           .set("microseconds", record.microseconds);
    if (record.error) line.set("error", info(*record.error).name);
    write(std::move(line), record.status == 500 ? spdlog::level::err : spdlog::level::info);
}

void event(std::string_view what, codec::Json members) {
    write(std::move(members.set("event", what)), spdlog::level::info);
}

void problem(std::string_view where, const Error& error) {
    write(codec::Json::object()
              .set("event", "problem")
              .set("where", where)
              .set("error", info(error.code).name)
              .set("place", error.place)
              .set("detail", error.detail),
          spdlog::level::warn);
}

} // namespace kaibiao::journal
