#include "kaibiao/seal/package_sealer.h"

namespace kaibiao::seal {

namespace {

Error missing(std::size_t part) {
    return Error(ErrorCode::manifest_part_missing, numbered("part ", part), "it is not sealed yet");
}

} // namespace

PackageSealer::PackageSealer(LockContext context, ClassSealer sheet, ClassSealer volumes)
    : context_(std::move(context)), sheet_(std::move(sheet)), volumes_(std::move(volumes)), salts_(1), records_(1) {}

Result<PackageSealer> PackageSealer::create(const LockContext& context, const PackageEntropy& entropy) {
    TRY_ASSIGN(ClassSealer sheet, ClassSealer::create(context, PartClass::sheet, entropy.sheet));
    TRY_ASSIGN(ClassSealer volumes, ClassSealer::create(context, PartClass::volumes, entropy.volumes));
    return PackageSealer(context, std::move(sheet), std::move(volumes));
}

Result<PartSealer> PackageSealer::begin_volume(std::string title, std::string filename, std::uint64_t bytes,
                                               const PartEntropy& entropy, PartHashing hashing) {
    const auto part = static_cast<std::uint32_t>(records_.size());
    if (part == lock_max_parts) return Error(ErrorCode::manifest_malformed, {}, "there are too many parts");
    PartSealer sealer(volumes_, part, entropy, hashing);
    if (bytes > part_max_length || sealer.preamble().size() + sealed_chunks_size(bytes) > part_max_length)
        return Error(ErrorCode::part_too_large, numbered("part ", part));
    named_.push_back({part, std::move(title), std::move(filename), bytes});
    salts_.push_back(entropy.plain_salt);
    records_.emplace_back();
    return sealer;
}

Result<PartRecord> PackageSealer::end_volume(PartSealer volume) {
    const std::uint32_t part = volume.part();
    if (part == 0 || part >= records_.size()) std::abort();
    if (volume.plain_size() != named_[part - 1].bytes)
        return Error(ErrorCode::manifest_length_mismatch, numbered("part ", part));
    records_[part] = volume.record();
    return *records_[part];
}

Result<SealedSheet> PackageSealer::seal_sheet(const PublicSheet& offer, const PartEntropy& entropy) {
    // The second of two envelopes is there for the price alone.
    if (context_.envelope == 2 && !offer.price) return Error(ErrorCode::sheet_malformed, "/price");
    for (std::size_t part = 1; part < records_.size(); ++part) {
        if (!records_[part]) return missing(part);
    }
    salts_[0] = entropy.plain_salt;
    TRY_ASSIGN(const SecretBytes plain, encode_sheet({offer, named_, salts_}));
    PartSealer sealer(sheet_, 0, entropy);
    SealedSheet sealed;
    sealed.file.resize(sealer.update_bound(plain.size()) + sealer.finish_bound());
    const std::size_t n = sealer.update(plain.view(), sealed.file);
    sealed.file.resize(n + sealer.finish(MutableBytes(sealed.file).subspan(n)));
    sealed.record = sealer.record();
    sealed.salt = entropy.plain_salt;
    records_[0] = sealed.record;
    return sealed;
}

Result<Manifest> PackageSealer::manifest(std::int64_t number, const std::optional<Digest>& replaces) const {
    Manifest manifest;
    manifest.envelope = context_.envelope;
    manifest.bidder = context_.bidder;
    manifest.number = number;
    manifest.replaces = replaces;
    manifest.policy = context_.policy;
    manifest.sheet = sheet_.lock();
    manifest.volumes = volumes_.lock();
    for (std::size_t part = 0; part < records_.size(); ++part) {
        if (!records_[part]) return missing(part);
        manifest.parts.push_back(*records_[part]);
    }
    return manifest;
}

std::optional<OpeningSecrets> PackageSealer::secrets() const {
    if (!sheet_.b() || !volumes_.b()) return std::nullopt;
    return OpeningSecrets{sheet_.b()->clone(), volumes_.b()->clone()};
}

} // namespace kaibiao::seal
