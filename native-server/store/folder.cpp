#include "store/folder.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace kaibiao::store {

namespace fs = std::filesystem;

namespace {

Error system_error(const fs::path& path) {
    return Error(errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::file_unwritable, path.string(),
                 std::strerror(errno));
}

Status make_private(const fs::path& folder) {
    std::error_code failed, unseen;
    if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
    if (fs::is_directory(folder, unseen)) return ok();
    const std::string path = fs::absolute(folder, unseen).string();
    if (fs::exists(folder, unseen)) return Error(ErrorCode::file_unwritable, path, "it is a file, not a folder");
    return Error(ErrorCode::file_unwritable, path, failed.message());
}

} // namespace

Result<FolderLock> FolderLock::take(const fs::path& folder) {
    TRY(make_private(folder));
    const fs::path path = folder / "lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return system_error(path);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return Error(ErrorCode::data_folder_in_use, folder.string());
    }
    return FolderLock(file);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

Status FolderLayout::create() const {
    for (const fs::path& folder : {root, blobs(), documents(), bundles(), uploads(), keys(), logs()})
        TRY(make_private(folder));
    return ok();
}

Status sync_folder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return system_error(folder);
    const int done = ::fsync(file);
    const Status status = done == 0 ? ok() : Status(system_error(folder));
    ::close(file);
    return status;
}

} // namespace kaibiao::store
