#include "backup/manifest.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"

#include <filesystem>

namespace kaibiao::backup {

namespace {

constexpr std::int64_t largest_number = (std::int64_t{1} << 53) - 1;
constexpr std::size_t most_files = 50'000'000;

Result<BackedUpFile> read_file_row(const codec::Json& row) {
    codec::ObjectReader reader(row, "/files");
    BackedUpFile file;
    TRY_ASSIGN(file.path, reader.string("path"));
    TRY_ASSIGN(const std::int64_t bytes, reader.integer("bytes", 0, largest_number));
    TRY_ASSIGN(file.digest, reader.hex<32>("sha256"));
    TRY(reader.finish());
    file.bytes = static_cast<std::uint64_t>(bytes);
    // Nothing outside the backup is ever read or written because of what a manifest says.
    const std::filesystem::path path(file.path);
    if (path.is_absolute() || path.lexically_normal() != path || file.path.starts_with(".."))
        return Error(ErrorCode::backup_damaged, manifest_name, file.path);
    return file;
}

Result<Manifest> read_manifest(const codec::Json& json) {
    codec::ObjectReader reader(json, "");
    Manifest manifest;
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != manifest_format) return Error(ErrorCode::backup_damaged, manifest_name, format);
    TRY_ASSIGN(const std::string created, reader.string("created"));
    TRY_ASSIGN(manifest.created, Instant::parse(created));
    TRY_ASSIGN(const std::int64_t size, reader.integer("log_size", 0, largest_number));
    manifest.log_size = static_cast<std::uint64_t>(size);
    TRY_ASSIGN(const codec::Json::Array* files, reader.array("files", most_files));
    for (const codec::Json& row : *files) {
        TRY_ASSIGN(BackedUpFile file, read_file_row(row));
        manifest.files.push_back(std::move(file));
    }
    TRY(reader.finish());
    return manifest;
}

} // namespace

std::string encode_manifest(const Manifest& manifest) {
    codec::Json files = codec::Json::array();
    for (const BackedUpFile& file : manifest.files)
        files.push(codec::Json::object()
                       .set("path", file.path)
                       .set("bytes", static_cast<std::int64_t>(file.bytes))
                       .set("sha256", codec::encode_hex(file.digest)));
    return codec::dump_canonical(codec::Json::object()
                                     .set("format", manifest_format)
                                     .set("created", manifest.created.text())
                                     .set("log_size", static_cast<std::int64_t>(manifest.log_size))
                                     .set("files", std::move(files)));
}

Result<Manifest> decode_manifest(ByteView text) {
    const auto json = codec::parse_canonical(text, {text.size(), 32});
    if (!json.ok()) return Error(ErrorCode::backup_damaged, manifest_name, describe(json.error()));
    auto manifest = read_manifest(*json);
    if (!manifest.ok()) return Error(ErrorCode::backup_damaged, manifest_name, describe(manifest.error()));
    return manifest;
}

} // namespace kaibiao::backup
