#include "client/package_file.h"

#include "kaibiao/sign/jws.h"
#include "kaibiao/tender/submission.h"

namespace kaibiao::client {

namespace {

constexpr std::size_t footer_size = 8 + package_mark.size();

Error no_package(const std::filesystem::path& path, const char* why) {
    return Error(ErrorCode::package_malformed, path.string(), why);
}

/// Parts stand in the file as they were sealed: volumes in order, the sheet last.
Result<std::vector<StagedPart>> place_parts(const seal::Manifest& manifest, std::uint64_t end,
                                            const std::filesystem::path& path) {
    std::vector<StagedPart> parts(manifest.parts.size());
    std::uint64_t offset = 0;
    for (std::size_t i = 1; i <= manifest.parts.size(); ++i) {
        const std::size_t index = i % manifest.parts.size();
        parts[index] = {manifest.parts[index], offset};
        if (manifest.parts[index].length > end - offset) return no_package(path, "shorter than its manifest says");
        offset += manifest.parts[index].length;
    }
    if (offset != end) return no_package(path, "longer than its manifest says");
    return parts;
}

} // namespace

Status finish_package(FileStage& stage, const std::vector<StagedPart>& parts, std::string_view jws) {
    if (parts.empty()) return Error(ErrorCode::manifest_malformed);
    Bytes footer;
    append(footer, jws);
    append_u64_be(footer, jws.size());
    append(footer, package_mark);
    TRY(stage.append(footer));
    return stage.sync();
}

Result<PackageFile> open_package(const std::filesystem::path& path) {
    TRY_ASSIGN(FileStage stage, FileStage::open(path));
    if (stage.size() < footer_size) return no_package(path, "too short");
    TRY_ASSIGN(const Bytes footer, stage.read(stage.size() - footer_size, footer_size));
    if (as_text(ByteView(footer).subspan(8)) != package_mark) return no_package(path, "the mark at its end is missing");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i) length = length << 8 | footer[i];
    if (length > sign::largest_jws || length > stage.size() - footer_size) return no_package(path, "impossible length");
    const std::uint64_t end = stage.size() - footer_size - length;
    TRY_ASSIGN(const Bytes text, stage.read(end, static_cast<std::size_t>(length)));
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(text));
    TRY_ASSIGN(const codec::Json payload, codec::parse_canonical(jws.payload));
    TRY_ASSIGN(sign::CommandEnvelope envelope, sign::read_envelope(payload));
    TRY_ASSIGN(seal::Manifest manifest, tender::read_submission(payload));
    if (!envelope.lot || manifest.parts.empty()) return no_package(path, "names no lot or no part");
    TRY_ASSIGN(std::vector<StagedPart> parts, place_parts(manifest, end, path));
    const LotId lot = *envelope.lot;
    return PackageFile{std::move(stage),    std::string(as_text(text)), lot,
                       std::move(envelope), std::move(manifest),        std::move(parts)};
}

} // namespace kaibiao::client
