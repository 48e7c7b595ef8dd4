#include "client/stage.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kaibiao::client {

Status MemoryStage::append(ByteView bytes) {
    kaibiao::append(bytes_, bytes);
    return ok();
}

Result<Bytes> MemoryStage::read(std::uint64_t offset, std::size_t length) const {
    if (offset > bytes_.size() || length > bytes_.size() - offset) return Error(ErrorCode::file_unreadable, "memory");
    return to_bytes(ByteView(bytes_).subspan(static_cast<std::size_t>(offset), length));
}

Error FileStage::failure(ErrorCode code) const {
    return Error(errno == ENOSPC ? ErrorCode::disk_full : code, path_.string(), std::strerror(errno));
}

Result<FileStage> FileStage::create(const std::filesystem::path& path) {
    FileStage stage(path, ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600), 0);
    if (stage.file_ < 0) return stage.failure(errno == EEXIST ? ErrorCode::file_exists : ErrorCode::file_unwritable);
    return stage;
}

Result<FileStage> FileStage::open(const std::filesystem::path& path) {
    FileStage stage(path, ::open(path.c_str(), O_RDONLY | O_CLOEXEC), 0);
    struct stat about {};
    if (stage.file_ < 0 || ::fstat(stage.file_, &about) != 0) return stage.failure(ErrorCode::file_unreadable);
    stage.size_ = static_cast<std::uint64_t>(about.st_size);
    return stage;
}

FileStage::FileStage(FileStage&& other) noexcept
    : path_(std::move(other.path_)), file_(other.file_), size_(other.size_) {
    other.file_ = -1;
}

FileStage::~FileStage() {
    if (file_ >= 0) ::close(file_);
}

Status FileStage::append(ByteView bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written =
            ::pwrite(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(size_ + done));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure(ErrorCode::file_unwritable);
        done += static_cast<std::size_t>(written);
    }
    size_ += bytes.size();
    return ok();
}

Result<Bytes> FileStage::read(std::uint64_t offset, std::size_t length) const {
    Bytes out(length);
    for (std::size_t done = 0; done < length;) {
        const ssize_t got = ::pread(file_, out.data() + done, length - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failure(ErrorCode::file_unreadable);
        if (got == 0) return Error(ErrorCode::file_unreadable, path_.string(), "the file ends too early");
        done += static_cast<std::size_t>(got);
    }
    return out;
}

Status FileStage::sync() { return ::fsync(file_) == 0 ? ok() : Status(failure(ErrorCode::file_unwritable)); }

} // namespace kaibiao::client
