#include "blob/blob_store.h"

#include "blob/file.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/age_header.h"
#include "kaibiao/seal/lock_format.h"
#include "store/folder.h"
#include "writer/crash_point.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kaibiao::blob {

namespace fs = std::filesystem;

Result<OpenedBlob> open_file(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return Error(ErrorCode::blob_unknown, path.filename().string());
    OpenedBlob blob{std::make_shared<http::OpenFile>(descriptor), 0};
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) return Error(ErrorCode::blob_unknown, path.filename().string());
    blob.length = static_cast<std::uint64_t>(facts.st_size);
    return blob;
}

fs::path BlobStore::path_of(const Digest& name) const {
    const std::string text = codec::encode_hex(name);
    return folder_ / text.substr(0, 2) / text;
}

bool BlobStore::has(const Digest& name) const {
    std::error_code failed;
    return fs::is_regular_file(path_of(name), failed);
}

Result<OpenedBlob> BlobStore::open(const Digest& name) const { return open_file(path_of(name)); }

Result<Bytes> BlobStore::read(const Digest& name, std::uint64_t largest) const {
    TRY_ASSIGN(const OpenedBlob blob, open(name));
    if (blob.length > largest) return Error(ErrorCode::part_too_large, codec::encode_hex(name));
    auto bytes = read_whole(path_of(name), largest);
    if (!bytes.ok()) return Error(bytes.error().code, codec::encode_hex(name), bytes.error().detail);
    return bytes;
}

Result<tender::InspectedPart> BlobStore::inspect(const Digest& root) const {
    TRY_ASSIGN(const OpenedBlob blob, open(root));
    Bytes start(static_cast<std::size_t>(std::min<std::uint64_t>(blob.length, seal::lock_max_header)));
    const ssize_t got = ::pread(blob.file->descriptor(), start.data(), start.size(), 0);
    if (got != static_cast<ssize_t>(start.size())) return Error(ErrorCode::blob_unknown, codec::encode_hex(root));
    seal::AgeHeaderParser parser({seal::lock_max_header, 1});
    TRY_ASSIGN(const std::size_t header, parser.feed(start));
    if (!parser.complete()) return parser.truncated();
    start.resize(header);
    return tender::InspectedPart{blob.length, std::move(start), root};
}

Status BlobStore::adopt(const fs::path& from, const Digest& name) {
    const fs::path to = path_of(name);
    std::error_code failed;
    if (fs::create_directories(to.parent_path(), failed)) TRY(store::sync_folder(folder_));
    {
        TRY_ASSIGN(WritableFile file, WritableFile::open(from));
        TRY(file.sync());
    }
    writer::crash_point("blob_synced");
    if (::rename(from.c_str(), to.c_str()) != 0)
        return Error(errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::file_unwritable, to.filename().string(),
                     std::strerror(errno));
    TRY(store::sync_folder(to.parent_path()));
    writer::crash_point("blob_renamed");
    return ok();
}

} // namespace kaibiao::blob
