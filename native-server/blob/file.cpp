#include "blob/file.h"

#include "store/folder.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kaibiao::blob {

namespace fs = std::filesystem;

namespace {

Error system_error(const fs::path& path, ErrorCode otherwise) {
    const bool no_room = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return Error(no_room ? ErrorCode::disk_full : otherwise, path.filename().string(), std::strerror(errno));
}

} // namespace

Result<WritableFile> WritableFile::open(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return system_error(path, ErrorCode::file_unwritable);
    return WritableFile(descriptor, path);
}

WritableFile::WritableFile(WritableFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

WritableFile& WritableFile::operator=(WritableFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    return *this;
}

WritableFile::~WritableFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Error WritableFile::failure() const { return system_error(path_, ErrorCode::file_unwritable); }

Status WritableFile::write_at(std::uint64_t offset, ByteView bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written =
            ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure();
        done += static_cast<std::size_t>(written);
    }
    return ok();
}

Status WritableFile::read_at(std::uint64_t offset, MutableBytes out) const {
    for (std::size_t done = 0; done < out.size();) {
        const ssize_t got =
            ::pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return system_error(path_, ErrorCode::file_unreadable);
        done += static_cast<std::size_t>(got);
    }
    return ok();
}

Status WritableFile::truncate(std::uint64_t length) {
    if (::ftruncate(descriptor_, static_cast<off_t>(length)) != 0) return failure();
    return ok();
}

Status WritableFile::sync() {
    if (::fsync(descriptor_) != 0) return failure();
    return ok();
}

Status replace_file(const fs::path& path, ByteView content, Durability durability) {
    fs::path temporary = path;
    temporary += ".new";
    {
        TRY_ASSIGN(WritableFile file, WritableFile::open(temporary));
        TRY(file.truncate(0));
        TRY(file.write_at(0, content));
        if (durability == Durability::now) TRY(file.sync());
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error(path, ErrorCode::file_unwritable);
    return durability == Durability::now ? store::sync_folder(path.parent_path()) : ok();
}

Result<Bytes> read_whole(const fs::path& path, std::uint64_t largest) {
    const auto unreadable = [&path](int cause) {
        return Error(ErrorCode::file_unreadable, path.string(), std::strerror(cause));
    };
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return unreadable(errno);
    struct stat facts {};
    Bytes out;
    if (::fstat(descriptor, &facts) == 0 && static_cast<std::uint64_t>(facts.st_size) <= largest)
        out.resize(static_cast<std::size_t>(facts.st_size));
    const ssize_t got = ::read(descriptor, out.data(), out.size());
    const int cause = errno;
    ::close(descriptor);
    if (got < 0) return unreadable(cause);
    if (got != static_cast<ssize_t>(facts.st_size))
        return Error(ErrorCode::file_unreadable, path.string(), "more than " + std::to_string(largest) + " bytes");
    return out;
}

} // namespace kaibiao::blob
