#include "record.h"
#include "seal/package_builder.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/age_reader.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

const SealedPackage& package() {
    static const SealedPackage sealed = sealed_package(LockPolicy::dual);
    return sealed;
}

Result<OpeningSheet> sheet_of(const SealedPackage& sealed) {
    return open_sheet(sealed.manifest, sealed.digest_of(0), sealed.sheet_secrets, sealed.files[0]);
}

ErrorCode opened_code(PartKey key, ByteView file) {
    return code_of(open_part(std::move(key), package().salts[1], file));
}

} // namespace

TEST_CASE("package: sheet and volumes open with what was released, under every policy") {
    for (const LockPolicy policy : every_policy) {
        CAPTURE(name_of(policy));
        const SealedPackage sealed = sealed_package(policy);
        const auto sheet = sheet_of(sealed);
        REQUIRE(sheet.ok());
        CHECK(sheet->offer == offer());
        REQUIRE(sheet->volumes.size() == 2);
        for (std::uint32_t part = 1; part < 3; ++part) {
            CHECK(open_part(sealed.key_of(part), sheet->salts[part], sealed.files[part]).value() ==
                  sealed.volumes[part - 1]);
            kaibiao::test::record("volume", crypto::sha256(sealed.files[part]));
        }
        kaibiao::test::record("sheet file", sealed.files[0]);
    }
}

TEST_CASE("package: the same entropy gives the same files") {
    CHECK(sealed_package(LockPolicy::dual).files == package().files);
}

TEST_CASE("package: a part opens in pieces of any size") {
    for (const std::size_t step : {std::size_t{1000}, std::size_t{65552}, std::size_t{10'000'000}})
        CHECK(open_part(package().key_of(1), package().salts[1], package().files[1], step).value() ==
              package().volumes[0]);
}

TEST_CASE("package: a volume opens by range with the key in its header") {
    const Bytes& file = package().files[1];
    const OpenedHeader header = open_part_header(package().key_of(1), ByteView(file).first(4096)).value();
    const AgeLayout layout = AgeLayout::of(header.payload_start, file.size()).value();
    const auto bytes = [&](const ChunkRange& range) {
        return ByteView(file).subspan(static_cast<std::size_t>(range.file_offset),
                                      static_cast<std::size_t>(range.file_length));
    };
    const AgeReader reader =
        AgeReader::create(derive_payload_key(header.file_key, header.nonce), layout, bytes(layout.last_chunk()))
            .value();
    const ChunkRange range = layout.range(1'000'000, 777).value();
    CHECK(
        equal_public(reader.open(range, bytes(range)).value(), ByteView(package().volumes[0]).subspan(1'000'000, 777)));
}

TEST_CASE("package: hashes computed elsewhere give the same record") {
    PackageSealer sealer = PackageSealer::create(package().context, package_entropy()).value();
    const Bytes& plain = package().volumes[0];
    const PartHashing elsewhere{Hashing::elsewhere, Hashing::elsewhere};
    PartSealer part = sealer.begin_volume("t", "f", plain.size(), part_entropy(410), elsewhere).value();
    Bytes file(part.update_bound(plain.size()) + part.finish_bound());
    const std::size_t n = part.update(plain, file);
    file.resize(n + part.finish(MutableBytes(file).subspan(n)));
    for (std::size_t at = 0; at < file.size(); at += piece_size)
        part.add_piece(piece_hash(ByteView(file).subspan(at, std::min(piece_size, file.size() - at))));
    PlainCommitment commitment(package().digest_of(1), 1, part_entropy(410).plain_salt);
    commitment.update(plain);
    part.set_commitment(commitment.finish());
    CHECK(sealer.end_volume(std::move(part)).value() == package().manifest.parts[1]);
}

TEST_CASE("package: a volume of another length than declared, or an unfinished package, is refused") {
    PackageSealer sealer = PackageSealer::create(package().context, package_entropy()).value();
    PartSealer part = sealer.begin_volume("t", "f", 10, part_entropy(1)).value();
    CHECK(code_of(sealer.seal_sheet(offer(), part_entropy(2))) == ErrorCode::manifest_part_missing);
    CHECK(code_of(sealer.manifest(1, std::nullopt)) == ErrorCode::manifest_part_missing);
    CHECK(code_of(sealer.end_volume(std::move(part))) == ErrorCode::manifest_length_mismatch);
    CHECK(code_of(sealer.begin_volume("t", "f", std::uint64_t{64} << 30, part_entropy(3))) ==
          ErrorCode::part_too_large);
    while (sealer.begin_volume("t", "f", 0, part_entropy(4)).ok()) {
    }
    CHECK(code_of(sealer.begin_volume("t", "f", 0, part_entropy(4))) == ErrorCode::manifest_malformed);
}

TEST_CASE("package: each way in which a part differs from its manifest has its own name") {
    const Bytes& file = package().files[1];
    Bytes shorter(file.begin(), file.end() - 1), longer = file, flipped = file, other_header = file;
    longer.push_back(0);
    flipped[file.size() / 2] ^= 1;
    other_header[40] ^= 1;
    CHECK(opened_code(package().key_of(1), shorter) == ErrorCode::manifest_length_mismatch);
    CHECK(opened_code(package().key_of(1), longer) == ErrorCode::manifest_length_mismatch);
    CHECK(opened_code(package().key_of(1), flipped) == ErrorCode::age_payload_damaged);
    CHECK_FALSE(open_part(package().key_of(1), package().salts[1], other_header).ok());
    PartKey other_root = package().key_of(1), other_commitment = package().key_of(1), copied = package().key_of(1);
    other_root.record.root = Digest{};
    other_commitment.record.commitment = Digest{};
    copied.lock.context = package().digest_of(0);
    CHECK(opened_code(std::move(other_root), file) == ErrorCode::manifest_root_mismatch);
    CHECK(opened_code(std::move(other_commitment), file) == ErrorCode::manifest_commitment_mismatch);
    CHECK(opened_code(std::move(copied), file) == ErrorCode::lock_context_mismatch);
    PartKey other_hash = package().key_of(1);
    other_hash.record.header = Digest{};
    CHECK(opened_code(std::move(other_hash), file) == ErrorCode::manifest_header_mismatch);
}

TEST_CASE("package: two parts may not change places") {
    CHECK_FALSE(open_part(package().key_of(1), package().salts[1], package().files[2]).ok());
    PartKey renamed = package().key_of(2);
    renamed.lock.part = renamed.record.part = 1;
    CHECK(opened_code(std::move(renamed), package().files[2]) == ErrorCode::lock_part_mismatch);
}

TEST_CASE("package: a wrong salt is a wrong commitment") {
    CHECK(code_of(open_part(package().key_of(1), package().salts[2], package().files[1])) ==
          ErrorCode::manifest_commitment_mismatch);
}

TEST_CASE("package: faults of a stored sheet are told apart from the bidder's") {
    const SealedPackage& sealed = package();
    const Digest context = sealed.digest_of(0);
    Bytes damaged = sealed.files[0];
    damaged[damaged.size() - 1] ^= 1;
    CHECK(code_of(open_sheet(sealed.manifest, context, sealed.sheet_secrets, damaged)) ==
          ErrorCode::manifest_root_mismatch);
    damaged.pop_back();
    CHECK(code_of(open_sheet(sealed.manifest, context, sealed.sheet_secrets, damaged)) ==
          ErrorCode::manifest_length_mismatch);
    Manifest other = sealed.manifest;
    other.parts[0].commitment = Digest{};
    CHECK(code_of(open_sheet(other, context, sealed.sheet_secrets, sealed.files[0])) ==
          ErrorCode::manifest_commitment_mismatch);
    CHECK_FALSE(open_sheet(sealed.manifest, context, sealed.volume_secrets, sealed.files[0]).ok());
}

TEST_CASE("package: a sheet whose lock MAC or payload does not fit its file key is the bidder's fault") {
    const SealedPackage& sealed = package();
    Bytes damaged = sealed.files[0];
    damaged[damaged.size() - 1] ^= 1;
    Manifest agreeing = sealed.manifest;
    agreeing.parts[0].root = piece_root(damaged);
    CHECK(code_of(open_sheet(agreeing, sealed.digest_of(0), sealed.sheet_secrets, damaged)) ==
          ErrorCode::age_payload_damaged);
}
