#pragma once
/// A folder that is gone with its test.

#include "kaibiao/codec/text.h"
#include "work/entropy.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace kaibiao::test {

class TemporaryFolder {
  public:
    TemporaryFolder()
        : path_(std::filesystem::temp_directory_path() /
                ("kaibiao-unit-" + codec::encode_hex(work::random_bytes<8>()))) {
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

} // namespace kaibiao::test
