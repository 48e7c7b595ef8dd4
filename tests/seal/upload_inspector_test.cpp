#include "seal/package_builder.h"

#include "kaibiao/seal/upload_inspector.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

Result<InspectedUpload> inspect(ByteView file, std::size_t step = 100'000) {
    UploadInspector inspector;
    for (std::size_t at = 0; at < file.size(); at += step)
        TRY(inspector.update(file.subspan(at, std::min(step, file.size() - at))));
    return inspector.finish();
}

const SealedPackage& package() {
    static const SealedPackage sealed = sealed_package(LockPolicy::dual);
    return sealed;
}

} // namespace

TEST_CASE("inspector: it finds in every part what the manifest says") {
    for (std::uint32_t part = 0; part < 3; ++part) {
        for (const std::size_t step : {std::size_t{13}, std::size_t{100'000}}) {
            if (part == 1 && step == 13) continue;
            const auto upload = inspect(package().files[part], step);
            REQUIRE(upload.ok());
            const PartRecord& record = package().manifest.parts[part];
            CHECK(upload->length == record.length);
            CHECK(upload->header_digest == record.header);
            CHECK(upload->root == record.root);
            CHECK(upload->lock.part == part);
            const PartEvidence evidence{upload->length, upload->header, upload->root};
            CHECK(check_part(package().manifest, record, package().digest_of(part), evidence).ok());
        }
    }
}

TEST_CASE("inspector: an unencrypted upload is refused at its first bytes") {
    UploadInspector inspector;
    CHECK(code_of(inspector.update(as_bytes("%PDF"))) == ErrorCode::part_not_encrypted);
    CHECK(code_of(inspect({})) == ErrorCode::part_not_encrypted);
    CHECK(code_of(inspect(as_bytes("-----BEGIN AGE ENCRYPTED FILE-----\n"))) == ErrorCode::part_not_encrypted);
}

TEST_CASE("inspector: an age file with another lock, or with two, is refused") {
    CHECK(code_of(inspect(age_file(noise(100, 1), 5))) == ErrorCode::lock_stanza_missing);
    const Stanza stanza = class_sealer(LockPolicy::dual).stanza(1, {}, noise_secret<16>(1));
    AgeEncryptor twice({stanza, stanza}, noise_secret<16>(1), {});
    Bytes file;
    twice.finish(file);
    CHECK(code_of(inspect(file)) == ErrorCode::lock_stanza_not_alone);
}

TEST_CASE("inspector: a header that is too large or cut off is refused") {
    CHECK(code_of(inspect(as_bytes("age-encryption.org/v1\n-> " + std::string(5000, 'x')))) ==
          ErrorCode::age_header_too_large);
    CHECK(code_of(inspect(ByteView(package().files[1]).first(100))) == ErrorCode::age_header_malformed);
}

TEST_CASE("inspector: lengths that no age file has, and an unpadded sheet, are refused") {
    const Bytes& file = package().files[2];
    const std::size_t header = read_preamble(file).value().header.text.size();
    CHECK(code_of(inspect(ByteView(file).first(header + 20))) == ErrorCode::age_payload_truncated);
    CHECK(code_of(inspect(ByteView(package().files[0]).first(package().files[0].size() - 1))) ==
          ErrorCode::sheet_padding_wrong);
}
