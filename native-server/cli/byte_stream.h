#pragma once
/// Bytes in and out of files, pipes and standard streams, plain or in ASCII armor.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <memory>
#include <string>

namespace kaibiao::cli {

class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Fills `out` unless the stream ends first; returns the bytes read.
    virtual Result<std::size_t> read(MutableBytes out) = 0;
    /// Of the whole input; 0 when unknown.
    virtual std::uint64_t total_size() const { return 0; }
};

class ByteSink {
  public:
    virtual ~ByteSink() = default;
    virtual Status write(ByteView bytes) = 0;
    /// After the last byte. A sink that is destroyed before leaves no file behind.
    virtual Status finish() = 0;
};

/// `-` or nothing is standard input. Errors: file_unreadable.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);
/// `-` or nothing is standard output; otherwise a temporary file beside `path` that takes its name in finish().
/// Errors: file_unwritable.
Result<std::unique_ptr<ByteSink>> open_sink(const std::string& path);

/// Gives back what was read too far: `start` comes first, then the rest of `source`.
std::unique_ptr<ByteSource> with_start(Bytes start, std::unique_ptr<ByteSource> source);
/// Errors of reading: age_armor_malformed.
std::unique_ptr<ByteSource> from_armor(std::unique_ptr<ByteSource> source);
std::unique_ptr<ByteSink> to_armor(std::unique_ptr<ByteSink> sink);

} // namespace kaibiao::cli
