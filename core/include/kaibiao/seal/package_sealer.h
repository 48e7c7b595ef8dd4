#pragma once
/// Seals a whole bid: volumes first, in any order and streaming; the opening sheet last, because it names them and
/// holds every salt. What comes out is uploaded as it is; nothing is ever sealed again under the same values.

#include "kaibiao/seal/opening_secrets.h"
#include "kaibiao/seal/opening_sheet.h"
#include "kaibiao/seal/part_sealer.h"

namespace kaibiao::seal {

/// Fresh random bytes for one package.
struct PackageEntropy {
    ClassEntropy sheet;
    ClassEntropy volumes;
};

struct SealedSheet {
    Bytes file;
    PartRecord record;
    PlainSalt salt{};
};

class PackageSealer {
  public:
    /// Errors: lock_policy_mismatch.
    static Result<PackageSealer> create(const LockContext& context, const PackageEntropy& entropy);
    /// Gives the volume the next part number. `bytes`: its exact length.
    /// Errors: manifest_malformed (too many parts), part_too_large.
    Result<PartSealer> begin_volume(std::string title, std::string filename, std::uint64_t bytes,
                                    const PartEntropy& entropy, PartHashing hashing = {});
    /// After the volume's finish(). Errors: manifest_length_mismatch when its length was not the one declared.
    Result<PartRecord> end_volume(PartSealer volume);
    /// After all volumes. Errors: manifest_part_missing (a volume has not ended), sheet_malformed.
    Result<SealedSheet> seal_sheet(const PublicSheet& offer, const PartEntropy& entropy);
    /// After the sheet. Errors: manifest_part_missing.
    Result<Manifest> manifest(std::int64_t number, const std::optional<Digest>& replaces) const;

    const ClassSealer& sealer(PartClass part_class) const { return part_class == PartClass::sheet ? sheet_ : volumes_; }
    const PlainSalt& salt(std::uint32_t part) const { return salts_[part]; }
    /// Both B; nothing for policy `officers`.
    std::optional<OpeningSecrets> secrets() const;

  private:
    PackageSealer(LockContext context, ClassSealer sheet, ClassSealer volumes);

    LockContext context_;
    ClassSealer sheet_;
    ClassSealer volumes_;
    std::vector<SheetVolume> named_;
    std::vector<PlainSalt> salts_;                   ///< index 0 is the sheet's
    std::vector<std::optional<PartRecord>> records_; ///< index 0 is the sheet's
};

} // namespace kaibiao::seal
