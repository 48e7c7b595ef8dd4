#pragma once
/// The web shell's files: read from one folder, with entity tags, and in the smallest form the client takes
/// (`name.br`, `name.gz` beside `name`).

#include "http/message.h"
#include "kaibiao/base/result.h"

#include <filesystem>
#include <map>
#include <mutex>

namespace kaibiao::http {

/// `text/html; charset=utf-8` for `.html`; octets for unknown names.
std::string_view media_type_of(std::string_view file_name);

/// Thread-safe. Files are kept in memory and read again when their time or size changes.
class StaticFiles {
  public:
    explicit StaticFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// Paths without a file extension are pages of the shell's own router and get index.html. Errors: not_found.
    Result<Response> serve(const Request& request);
    /// File names (relative) and SHA-256 of all files with this extension, for people who compare what they were
    /// served.
    std::map<std::string, Digest> digests(std::string_view extension);

  private:
    struct Entry {
        std::filesystem::file_time_type time;
        std::uintmax_t size = 0;
        std::shared_ptr<const Bytes> bytes;
        Digest digest{};
    };
    /// nullptr when there is no such regular file inside the folder.
    const Entry* load(const std::string& relative);

    std::filesystem::path folder_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_;
};

} // namespace kaibiao::http
