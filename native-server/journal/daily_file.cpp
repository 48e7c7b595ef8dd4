#include "journal/daily_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kaibiao::journal {

namespace {

Error system_error(const std::filesystem::path& path) {
    const bool no_room = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return Error(no_room ? ErrorCode::disk_full : ErrorCode::file_unwritable, path.filename().string(),
                 std::strerror(errno));
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

DailyFile::DailyFile(std::filesystem::path folder, std::string name, std::string extension)
    : folder_(std::move(folder)), name_(std::move(name)), extension_(std::move(extension)) {}

DailyFile::DailyFile(DailyFile&& other) noexcept
    : folder_(std::move(other.folder_)), name_(std::move(other.name_)), extension_(std::move(other.extension_)),
      path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

DailyFile::~DailyFile() { close(); }

std::filesystem::path DailyFile::path_of(std::time_t at) const {
    std::tm parts{};
    localtime_r(&at, &parts);
    char day[16];
    const std::size_t length = std::strftime(day, sizeof day, "%Y-%m-%d", &parts);
    return folder_ / (name_ + "_" + std::string(day, length) + extension_);
}

Status DailyFile::append(std::string_view text, std::time_t at) {
    TRY(open(path_of(at)));
    struct stat before {};
    if (::fstat(descriptor_, &before) != 0) return system_error(path_);
    if (write_all(descriptor_, text)) return ok();
    const Error error = system_error(path_);
    // A line that was cut short would spoil the next one as well.
    (void)!::ftruncate(descriptor_, before.st_size);
    close();
    return error;
}

Status DailyFile::open(const std::filesystem::path& path) {
    if (descriptor_ >= 0 && path == path_) return ok();
    close();
    path_ = path;
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    return descriptor_ >= 0 ? ok() : Status(system_error(path));
}

void DailyFile::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

} // namespace kaibiao::journal
