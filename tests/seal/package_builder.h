#pragma once
/// A whole sealed bid: sheet, two volumes, manifest, and what opens it.

#include "seal/lock_builder.h"

#include "kaibiao/seal/package_sealer.h"
#include "kaibiao/seal/part_opener.h"

namespace kaibiao::seal::test {

PublicSheet offer();
PartEntropy part_entropy(std::uint32_t seed);
PackageEntropy package_entropy();

struct SealedPackage {
    LockContext context;
    Manifest manifest;
    std::vector<Bytes> files;
    std::vector<Bytes> volumes; ///< plaintext of part i at index i − 1
    std::vector<PlainSalt> salts;
    LockSecrets sheet_secrets; ///< as released at the opening
    LockSecrets volume_secrets;

    Digest digest_of(std::uint32_t part) const { return context.digest(class_of_part(part)); }
    PartKey key_of(std::uint32_t part) const;
};
SealedPackage sealed_package(LockPolicy policy);

/// Runs a PartOpener over a file in pieces of `step` bytes.
Result<Bytes> open_part(PartKey key, const PlainSalt& salt, ByteView file, std::size_t step = 100'000);

} // namespace kaibiao::seal::test
