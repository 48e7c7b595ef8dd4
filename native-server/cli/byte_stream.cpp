#include "cli/byte_stream.h"

#include "kaibiao/seal/age_armor.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kaibiao::cli {

namespace {

Error system_error(ErrorCode code, const std::string& path) {
    return Error(errno == ENOSPC ? ErrorCode::disk_full : code, path, std::strerror(errno));
}

bool is_standard(const std::string& path) { return path.empty() || path == "-"; }

/// Closes what it opened.
class FileHandle {
  public:
    FileHandle(int file, bool owned) : file_(file), owned_(owned) {}
    ~FileHandle() {
        if (owned_) ::close(file_);
    }
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    int get() const { return file_; }

  private:
    int file_;
    bool owned_;
};

class FileSource final : public ByteSource {
  public:
    FileSource(int file, std::string path) : file_(file, !is_standard(path)), path_(std::move(path)) {}

    Result<std::size_t> read(MutableBytes out) override {
        std::size_t done = 0;
        while (done < out.size()) {
            const ssize_t got = ::read(file_.get(), out.data() + done, out.size() - done);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return system_error(ErrorCode::file_unreadable, path_);
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }
    std::uint64_t total_size() const override {
        struct stat status {};
        const bool regular = ::fstat(file_.get(), &status) == 0 && S_ISREG(status.st_mode);
        return regular ? static_cast<std::uint64_t>(status.st_size) : 0;
    }

  private:
    FileHandle file_;
    std::string path_;
};

class FileSink final : public ByteSink {
  public:
    /// `temporary` is empty for standard output.
    FileSink(int file, std::string path, std::string temporary)
        : file_(file, !temporary.empty()), path_(std::move(path)), temporary_(std::move(temporary)) {}
    ~FileSink() override {
        if (!temporary_.empty()) ::unlink(temporary_.c_str());
    }

    Status write(ByteView bytes) override {
        while (!bytes.empty()) {
            const ssize_t put = ::write(file_.get(), bytes.data(), bytes.size());
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return system_error(ErrorCode::file_unwritable, path_);
            bytes = bytes.subspan(static_cast<std::size_t>(put));
        }
        return ok();
    }
    Status finish() override {
        if (temporary_.empty()) return ok();
        if (::rename(temporary_.c_str(), path_.c_str()) != 0) return system_error(ErrorCode::file_unwritable, path_);
        temporary_.clear();
        return ok();
    }

  private:
    FileHandle file_;
    std::string path_;
    std::string temporary_;
};

class StartedSource final : public ByteSource {
  public:
    StartedSource(Bytes start, std::unique_ptr<ByteSource> rest) : start_(std::move(start)), rest_(std::move(rest)) {}

    Result<std::size_t> read(MutableBytes out) override {
        const std::size_t n = std::min(out.size(), start_.size() - at_);
        std::copy_n(start_.begin() + static_cast<std::ptrdiff_t>(at_), n, out.begin());
        at_ += n;
        if (n == out.size()) return n;
        TRY_ASSIGN(const std::size_t more, rest_->read(out.subspan(n)));
        return n + more;
    }
    std::uint64_t total_size() const override { return rest_->total_size(); }

  private:
    Bytes start_;
    std::size_t at_ = 0;
    std::unique_ptr<ByteSource> rest_;
};

class ArmorSource final : public ByteSource {
  public:
    explicit ArmorSource(std::unique_ptr<ByteSource> text) : text_(std::move(text)), block_(65536) {}

    Result<std::size_t> read(MutableBytes out) override {
        while (decoded_.size() < out.size() && !ended_) TRY(decode_block());
        const std::size_t n = std::min(out.size(), decoded_.size());
        const auto end = decoded_.begin() + static_cast<std::ptrdiff_t>(n);
        std::copy(decoded_.begin(), end, out.begin());
        decoded_.erase(decoded_.begin(), end);
        return n;
    }

  private:
    Status decode_block() {
        TRY_ASSIGN(const std::size_t n, text_->read(block_));
        ended_ = n == 0;
        if (ended_) return decoder_.finish(decoded_);
        return decoder_.update(as_text(ByteView(block_).first(n)), decoded_);
    }

    std::unique_ptr<ByteSource> text_;
    Bytes block_;
    seal::ArmorDecoder decoder_;
    Bytes decoded_;
    bool ended_ = false;
};

class ArmorSink final : public ByteSink {
  public:
    explicit ArmorSink(std::unique_ptr<ByteSink> text) : text_(std::move(text)) {}

    Status write(ByteView bytes) override {
        std::string text;
        encoder_.update(bytes, text);
        return text_->write(as_bytes(text));
    }
    Status finish() override {
        std::string text;
        encoder_.finish(text);
        TRY(text_->write(as_bytes(text)));
        return text_->finish();
    }

  private:
    std::unique_ptr<ByteSink> text_;
    seal::ArmorEncoder encoder_;
};

} // namespace

Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
    const int file = is_standard(path) ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return system_error(ErrorCode::file_unreadable, path);
    return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(file, path));
}

Result<std::unique_ptr<ByteSink>> open_sink(const std::string& path) {
    if (is_standard(path)) return std::unique_ptr<ByteSink>(std::make_unique<FileSink>(STDOUT_FILENO, path, ""));
    const std::string temporary = path + ".tmp-" + std::to_string(::getpid());
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return system_error(ErrorCode::file_unwritable, path);
    return std::unique_ptr<ByteSink>(std::make_unique<FileSink>(file, path, temporary));
}

std::unique_ptr<ByteSource> with_start(Bytes start, std::unique_ptr<ByteSource> source) {
    return std::make_unique<StartedSource>(std::move(start), std::move(source));
}

std::unique_ptr<ByteSource> from_armor(std::unique_ptr<ByteSource> source) {
    return std::make_unique<ArmorSource>(std::move(source));
}

std::unique_ptr<ByteSink> to_armor(std::unique_ptr<ByteSink> sink) {
    return std::make_unique<ArmorSink>(std::move(sink));
}

} // namespace kaibiao::cli
