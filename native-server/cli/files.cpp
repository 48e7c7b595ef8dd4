#include "cli/files.h"

#include "store/folder.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <termios.h>
#include <unistd.h>

namespace kaibiao::cli {

namespace {

Error system_error(ErrorCode code, const std::filesystem::path& path) {
    return Error(code, path.string(), std::strerror(errno));
}

Status write_all(int file, const std::filesystem::path& path, ByteView bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written = ::write(file, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_error(errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::file_unwritable, path);
        done += static_cast<std::size_t>(written);
    }
    if (::fsync(file) != 0 && errno != EINVAL) return system_error(ErrorCode::file_unwritable, path);
    return ok();
}

Status write_new(const std::filesystem::path& path, ByteView bytes, int flags, mode_t mode) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
    if (file < 0) return system_error(errno == EEXIST ? ErrorCode::file_exists : ErrorCode::file_unwritable, path);
    const Status written = write_all(file, path, bytes);
    ::close(file);
    if (!written.ok()) ::unlink(path.c_str());
    return written;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : ".";
}

Status sync_folder_of(const std::filesystem::path& path) { return store::sync_folder(folder_of(path)); }

/// Switches terminal echo off for its lifetime.
class SilentTerminal {
  public:
    explicit SilentTerminal(int file) : file_(file) {
        tcgetattr(file_, &before_);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(file_, TCSAFLUSH, &silent);
    }
    ~SilentTerminal() { tcsetattr(file_, TCSAFLUSH, &before_); }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

  private:
    int file_;
    termios before_{};
};

} // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed))
        return Error(ErrorCode::file_unreadable, path.string(), "Is a directory");
    std::ifstream file(path, std::ios::binary);
    if (!file) return system_error(ErrorCode::file_unreadable, path);
    Bytes bytes;
    char block[65536];
    while (file.read(block, sizeof block) || file.gcount() > 0) {
        append(bytes, std::string_view(block, static_cast<std::size_t>(file.gcount())));
        if (bytes.size() > max_bytes) return Error(ErrorCode::body_too_large, path.string());
    }
    return bytes;
}

Error in_file(const std::filesystem::path& path, const Error& error) {
    if (error.place == path.string() || error.place.starts_with(path.string() + ": ")) return error;
    return Error(error.code, path.string() + (error.place.empty() ? "" : ": " + error.place), error.detail);
}

Error not_the_wanted(const std::filesystem::path& path, std::string_view wanted, const Error& error) {
    return in_file(
        path, Error(error.code, error.place, std::string(wanted) + (error.detail.empty() ? "" : ": " + error.detail)));
}

Error in_document(const std::filesystem::path& path, std::string_view wanted, const Error& error) {
    return error.place.starts_with('/') ? in_file(path, error) : not_the_wanted(path, wanted, error);
}

Status make_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return Error(ErrorCode::file_unwritable, folder.string(), failed.message());
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return system_error(ErrorCode::file_unwritable, folder);
    return ok();
}

namespace {

/// Moves `from` to `to`, which is not there. File systems that cannot ask for that in one step are looked at before.
int rename_new(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (::access(to.c_str(), F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return ::rename(from.c_str(), to.c_str());
}

int rename_over(const std::filesystem::path& from, const std::filesystem::path& to) {
    return ::rename(from.c_str(), to.c_str());
}

using Rename = int (*)(const std::filesystem::path&, const std::filesystem::path&);

Status write_whole(const std::filesystem::path& path, ByteView bytes, Rename rename) {
    std::filesystem::path temporary = path;
    temporary += ".tmp-" + std::to_string(::getpid());
    const Status written = write_new(temporary, bytes, O_TRUNC, 0644);
    if (written.ok() && rename(temporary, path) == 0) return sync_folder_of(path);
    const Error failure =
        written.ok() ? system_error(errno == EEXIST ? ErrorCode::file_exists : ErrorCode::file_unwritable, path)
                     : Error(written.error().code, path.string(), written.error().detail);
    ::unlink(temporary.c_str());
    return failure;
}

bool is_absent(const std::filesystem::path& path) {
    std::error_code unknown;
    return std::filesystem::symlink_status(path, unknown).type() == std::filesystem::file_type::not_found;
}

bool is_one_file(const std::filesystem::path& one, const std::filesystem::path& other) {
    std::error_code unknown;
    return one.filename() == other.filename() && std::filesystem::equivalent(folder_of(one), folder_of(other), unknown);
}

} // namespace

Status write_file(const std::filesystem::path& path, ByteView bytes) {
    TRY(expect_absent({path}));
    return write_whole(path, bytes, rename_new);
}

Status replace_file(const std::filesystem::path& path, ByteView bytes) { return write_whole(path, bytes, rename_over); }

Status keep_file(const std::filesystem::path& path, ByteView bytes) {
    if (is_absent(path)) return write_file(path, bytes);
    const auto before = read_file(path);
    if (before.ok() && equal_public(*before, bytes)) return ok();
    return Error(ErrorCode::file_exists, path.string(), "其中内容不同 it holds something else");
}

Status expect_absent(const std::vector<std::filesystem::path>& paths) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (!is_absent(paths[i])) return Error(ErrorCode::file_exists, paths[i].string());
        if (::access(folder_of(paths[i]).c_str(), W_OK | X_OK) != 0)
            return system_error(ErrorCode::file_unwritable, paths[i]);
        for (std::size_t j = 0; j < i; ++j)
            if (is_one_file(paths[i], paths[j]))
                return Error(ErrorCode::usage, paths[i].string(), "两个输出是同一个文件 two outputs are the same file");
    }
    return ok();
}

Status write_secret_file(const std::filesystem::path& path, ByteView bytes) {
    TRY(write_new(path, bytes, O_EXCL, 0600));
    return sync_folder_of(path);
}

void fill_random(MutableBytes out) {
    for (std::size_t done = 0; done < out.size();) {
        const ssize_t got = ::getrandom(out.data() + done, out.size() - done, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) std::abort();
        done += static_cast<std::size_t>(got);
    }
}

namespace {

constexpr std::size_t max_typed = 1024; // bytes

/// What is asked for, and the environment variable that saves the asking.
struct Asked {
    const char* place;
    const char* variable;
};
constexpr Asked passphrase_asked{"passphrase", "KAIBIAO_PASSPHRASE"};
constexpr Asked recovery_code_asked{"--recovery-code", "KAIBIAO_RECOVERY_CODE"};

Result<SecretBytes> type_secret(const Asked& asked, const std::string& prompt) {
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return Error(ErrorCode::usage, asked.place,
                     std::string("没有终端可供输入，请设置 ") + asked.variable + "; no terminal to ask at: set " +
                         asked.variable);
    Bytes typed;
    typed.reserve(max_typed); // so that nothing of it stays behind in a block that was outgrown
    {
        const SilentTerminal silent(terminal);
        const std::string question = prompt + ": ";
        if (::write(terminal, question.data(), question.size()) < 0) typed.clear();
        char c = 0;
        while (typed.size() < max_typed && ::read(terminal, &c, 1) == 1 && c != '\n')
            typed.push_back(static_cast<std::uint8_t>(c));
        if (::write(terminal, "\n", 1) < 0) typed.clear();
    }
    ::close(terminal);
    return SecretBytes(std::move(typed));
}

Result<SecretBytes> ask(const Asked& asked, const std::string& prompt) {
    if (const char* given = std::getenv(asked.variable)) return SecretBytes::copy_of(as_bytes(given));
    return type_secret(asked, prompt);
}

} // namespace

Result<SecretBytes> ask_passphrase(const std::string& prompt) { return ask(passphrase_asked, prompt); }

Result<SecretBytes> ask_recovery_code(const std::string& prompt) { return ask(recovery_code_asked, prompt); }

Result<SecretBytes> ask_new_passphrase(const std::string& what, std::size_t least) {
    const bool typed = std::getenv(passphrase_asked.variable) == nullptr;
    TRY_ASSIGN(SecretBytes passphrase, ask_passphrase("新口令 New passphrase " + what));
    // Counted as the page counts: characters, not their bytes.
    const auto characters = std::count_if(passphrase.view().begin(), passphrase.view().end(),
                                          [](std::uint8_t byte) { return (byte & 0xC0) != 0x80; });
    if (static_cast<std::size_t>(characters) < least)
        return Error(ErrorCode::passphrase_refused, "passphrase",
                     "至少 " + std::to_string(least) + " 个字符 at least " + std::to_string(least) + " characters");
    if (!typed) return passphrase;
    TRY_ASSIGN(const SecretBytes again, type_secret(passphrase_asked, "再输入一次口令 The same passphrase once more"));
    if (!equal_public(passphrase.view(), again.view()))
        return Error(ErrorCode::passphrase_refused, "passphrase", "两次口令不同 the passphrases differ");
    return passphrase;
}

Instant clock_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Instant::from_milliseconds(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

} // namespace kaibiao::cli
