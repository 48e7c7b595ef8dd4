#include "seal/package_builder.h"

#include <algorithm>

namespace kaibiao::seal::test {

PublicSheet offer() {
    PublicSheet sheet;
    sheet.bidder_id = "91110000100000000X";
    sheet.bidder_name = "第一建设集团有限公司";
    sheet.price = Money::parse_yuan("1234567.89").value();
    sheet.duration_days = 365;
    sheet.quality = "合格";
    sheet.manager = "张三";
    sheet.manager_certificate = "京1112020202100001";
    sheet.security = "银行保函 500000.00";
    sheet.values = {{"warranty_months", "24"}};
    return sheet;
}

PartEntropy part_entropy(std::uint32_t seed) {
    return {noise_secret<16>(seed), noise_array<16>(seed + 1), noise_array<16>(seed + 2), noise_array<32>(seed + 3)};
}

PackageEntropy package_entropy() { return {class_entropy(200), class_entropy(210)}; }

PartKey SealedPackage::key_of(std::uint32_t part) const {
    const LockSecrets& secrets = part == 0 ? sheet_secrets : volume_secrets;
    return {manifest.parts[part], expected_lock(manifest, part, digest_of(part)), secrets.clone()};
}

namespace {

Bytes seal_volume(PackageSealer& sealer, ByteView plain, std::uint32_t seed) {
    PartSealer part = sealer.begin_volume("技术标", "technical.pdf", plain.size(), part_entropy(seed)).value();
    Bytes file(part.update_bound(plain.size()) + part.finish_bound());
    const std::size_t n = part.update(plain, file);
    file.resize(n + part.finish(MutableBytes(file).subspan(n)));
    sealer.end_volume(std::move(part)).value();
    return file;
}

} // namespace

SealedPackage sealed_package(LockPolicy policy) {
    SealedPackage package;
    package.context = lock_context(policy);
    PackageSealer sealer = PackageSealer::create(package.context, package_entropy()).value();
    package.volumes = {noise(2'500'000, 300), noise(65536, 301)};
    package.files.resize(1);
    for (const Bytes& volume : package.volumes)
        package.files.push_back(
            seal_volume(sealer, volume, static_cast<std::uint32_t>(400 + 10 * package.files.size())));
    package.files[0] = sealer.seal_sheet(offer(), part_entropy(400)).value().file;
    package.manifest = sealer.manifest(1, std::nullopt).value();
    for (std::uint32_t part = 0; part < 3; ++part) package.salts.push_back(sealer.salt(part));
    package.sheet_secrets = released(sealer.sealer(PartClass::sheet));
    package.volume_secrets = released(sealer.sealer(PartClass::volumes));
    return package;
}

Result<Bytes> open_part(PartKey key, const PlainSalt& salt, ByteView file, std::size_t step) {
    PartOpener opener(std::move(key), salt);
    Bytes plain(file.size() + PartOpener::finish_bound() + PartOpener::update_bound(0));
    std::size_t n = 0;
    for (std::size_t at = 0; at < file.size(); at += step) {
        const ByteView piece = file.subspan(at, std::min(step, file.size() - at));
        TRY_ASSIGN(const std::size_t written, opener.update(piece, MutableBytes(plain).subspan(n)));
        n += written;
    }
    TRY_ASSIGN(const std::size_t last, opener.finish(MutableBytes(plain).subspan(n)));
    plain.resize(n + last);
    return plain;
}

} // namespace kaibiao::seal::test
