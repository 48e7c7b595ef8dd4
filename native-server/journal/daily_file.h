#pragma once
/// Text that is only ever appended, in one file a day.

#include "kaibiao/base/result.h"

#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>

namespace kaibiao::journal {

/// Not thread-safe.
class DailyFile {
  public:
    /// Files `folder/NAME_YYYY-MM-DD.EXTENSION`, by local days; opened when first written to.
    DailyFile(std::filesystem::path folder, std::string name, std::string extension);
    DailyFile(DailyFile&& other) noexcept;
    DailyFile& operator=(DailyFile&&) = delete;
    ~DailyFile();

    /// Appends to the file of this moment's day: the whole text, or nothing of it. Errors: disk_full, file_unwritable.
    Status append(std::string_view text, std::time_t at);
    std::filesystem::path path_of(std::time_t at) const;

  private:
    Status open(const std::filesystem::path& path);
    void close();

    std::filesystem::path folder_;
    std::string name_;
    std::string extension_;
    std::filesystem::path path_; ///< of the open file
    int descriptor_ = -1;
};

} // namespace kaibiao::journal
