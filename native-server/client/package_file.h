#pragma once
/// A sealed package as one file, for sealing offline and uploading later (docs/formats/package-file.md):
/// the parts' ciphertexts one after another, the signed manifest, its length (8 bytes, big-endian), and
/// the mark `kaibiao/package1`. Written in one pass and constant memory.

#include "client/bid_client.h"

#include <string>
#include <vector>

namespace kaibiao::client {

inline constexpr std::string_view package_mark = "kaibiao/package1"; ///< at the file's end

/// After seal_bid has filled the stage.
Status finish_package(FileStage& stage, const std::vector<StagedPart>& parts, std::string_view jws);

struct PackageFile {
    FileStage stage;
    std::string jws; ///< flattened, as signed
    LotId lot;
    sign::CommandEnvelope envelope;
    seal::Manifest manifest;
    std::vector<StagedPart> parts; ///< part i at index i
};
/// Checks the shape and the lengths; signatures are the receiver's business.
/// Errors: file_unreadable, package_malformed (no package, or lengths that do not add up), those of parse_jws and
/// read_submission.
Result<PackageFile> open_package(const std::filesystem::path& path);

} // namespace kaibiao::client
