#pragma once
/// Sealed parts as files, named by the root of their piece tree, and tender documents, named by their SHA-256. What is
/// here was complete, synced and renamed into place: a name that exists has its whole content.

#include "http/message.h"
#include "kaibiao/base/result.h"
#include "kaibiao/tender/submission.h"

#include <filesystem>

namespace kaibiao::blob {

struct OpenedBlob {
    std::shared_ptr<const http::OpenFile> file;
    std::uint64_t length = 0;
};

/// For answers that stream from it. Errors: blob_unknown when there is no such file.
Result<OpenedBlob> open_file(const std::filesystem::path& path);

class BlobStore {
  public:
    explicit BlobStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
    bool has(const Digest& name) const;
    /// Errors: blob_unknown.
    Result<OpenedBlob> open(const Digest& name) const;
    /// The whole of it, up to `largest` bytes. Errors: blob_unknown, part_too_large.
    Result<Bytes> read(const Digest& name, std::uint64_t largest) const;
    /// Length and header of a sealed part. Errors: blob_unknown, those of the header's parser.
    Result<tender::InspectedPart> inspect(const Digest& root) const;
    /// Makes a finished file durable under its name; the file at `from` is gone afterwards, also when the name was
    /// there. Errors: disk_full, file_unwritable.
    Status adopt(const std::filesystem::path& from, const Digest& name);
    std::filesystem::path path_of(const Digest& name) const;

  private:
    std::filesystem::path folder_;
};

} // namespace kaibiao::blob
