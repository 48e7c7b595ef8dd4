#pragma once
/// Writing files: what was written before a failure stays, and a full disk has its own name.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <filesystem>

namespace kaibiao::blob {

/// A file open for writing and reading; closed when it dies.
class WritableFile {
  public:
    /// Makes the file (0600) or opens it. Errors: disk_full, file_unwritable.
    static Result<WritableFile> open(const std::filesystem::path& path);
    WritableFile(WritableFile&& other) noexcept;
    WritableFile& operator=(WritableFile&& other) noexcept;
    ~WritableFile();

    Status write_at(std::uint64_t offset, ByteView bytes);
    /// Fills `out` or fails with file_unreadable.
    Status read_at(std::uint64_t offset, MutableBytes out) const;
    Status truncate(std::uint64_t length);
    /// fsync. Some file systems say only now that there was no room.
    Status sync();

  private:
    WritableFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
    Error failure() const;
    int descriptor_;
    std::filesystem::path path_;
};

/// All or nothing for readers; durable when `durable`. Errors: disk_full, file_unwritable.
enum class Durability : std::uint8_t { later, now };
Status replace_file(const std::filesystem::path& path, ByteView content, Durability durability);
/// Errors: file_unreadable with the path as it was given.
Result<Bytes> read_whole(const std::filesystem::path& path, std::uint64_t largest);

} // namespace kaibiao::blob
