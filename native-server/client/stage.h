#pragma once
/// Where sealed parts wait between sealing and upload: appended once, read back in any order.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <cstdint>
#include <filesystem>

namespace kaibiao::client {

class Stage {
  public:
    virtual ~Stage() = default;
    virtual Status append(ByteView bytes) = 0;
    /// `length` bytes at `offset`. Errors: file_unreadable beyond the end.
    virtual Result<Bytes> read(std::uint64_t offset, std::size_t length) const = 0;
    virtual std::uint64_t size() const = 0;
};

class MemoryStage final : public Stage {
  public:
    Status append(ByteView bytes) override;
    Result<Bytes> read(std::uint64_t offset, std::size_t length) const override;
    std::uint64_t size() const override { return bytes_.size(); }

  private:
    Bytes bytes_;
};

/// A file of the user's. Errors: file_exists, file_unwritable, file_unreadable, disk_full.
class FileStage final : public Stage {
  public:
    static Result<FileStage> create(const std::filesystem::path& path);
    static Result<FileStage> open(const std::filesystem::path& path);
    FileStage(FileStage&& other) noexcept;
    FileStage& operator=(FileStage&&) = delete;
    ~FileStage() override;

    Status append(ByteView bytes) override;
    Result<Bytes> read(std::uint64_t offset, std::size_t length) const override;
    std::uint64_t size() const override { return size_; }
    Status sync();

  private:
    FileStage(std::filesystem::path path, int file, std::uint64_t size)
        : path_(std::move(path)), file_(file), size_(size) {}
    Error failure(ErrorCode code) const;

    std::filesystem::path path_;
    int file_ = -1;
    std::uint64_t size_ = 0;
};

} // namespace kaibiao::client
