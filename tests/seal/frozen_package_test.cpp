/// One package with every secret beside it, in tests/vectors/sealed_package.json. tests/peers/package.test.mjs makes
/// and opens the same values from the documents alone. KAIBIAO_PRINT_VECTORS=1 prints what the file should hold.

#include "record.h"
#include "seal/package_builder.h"

#include "kaibiao/codec/text.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;
using codec::Json;

namespace {

std::string hex(ByteView bytes) { return codec::encode_hex(bytes); }

Json context_json(const LockContext& context) {
    return Json::object()
        .set("bidder", context.bidder)
        .set("centre", context.centre)
        .set("envelope", context.envelope)
        .set("k", context.panel->k)
        .set("lot", context.lot.text())
        .set("n", context.panel->n)
        .set("origin", context.origin)
        .set("panel", context.panel->id)
        .set("policy", name_of(context.policy))
        .set("y", codec::encode_base64(context.panel->y.bytes()));
}

Json secrets_json(const ClassEntropy& sheet, const PartEntropy& part) {
    return Json::object()
        .set("b", hex(sheet.b.view()))
        .set("file_key", hex(part.file_key.view()))
        .set("lock_salt", hex(part.lock_salt))
        .set("nonce", hex(part.nonce))
        .set("panel_secret", hex(panel_secret().bytes()))
        .set("plain_salt", hex(part.plain_salt))
        .set("proof_random", hex(sheet.proof.view()))
        .set("r", hex(crypto::Scalar::reduce(sheet.r.view()).bytes()));
}

Json made() {
    const LockContext context = lock_context(LockPolicy::dual);
    PackageSealer sealer = PackageSealer::create(context, package_entropy()).value();
    const SealedSheet sealed = sealer.seal_sheet(offer(), part_entropy(400)).value();
    const Manifest manifest = sealer.manifest(1, std::nullopt).value();
    Json members = Json::object();
    write_manifest(members, manifest);
    const auto opened = open_sheet(manifest, sealer.sealer(PartClass::sheet).context(),
                                   released(sealer.sealer(PartClass::sheet)), sealed.file);
    const SecretBytes plain = encode_sheet(opened.value()).value();
    return Json::object()
        .set("context", context_json(context))
        .set("file", codec::encode_base64(sealed.file))
        .set("manifest", std::move(members))
        .set("plain", as_text(plain.view()))
        .set("recovery_code", as_text(encode_recovery_code(*sealer.secrets()).view()))
        .set("secrets", secrets_json(package_entropy().sheet, part_entropy(400)));
}

} // namespace

TEST_CASE("package: the frozen package is made again, byte for byte") {
    const Json package = made();
    if (std::getenv("KAIBIAO_PRINT_VECTORS") != nullptr) {
        std::printf("%s\n", codec::dump_pretty(package).c_str());
        return;
    }
    CHECK(codec::dump_pretty(package) + "\n" == kaibiao::test::vector_text("sealed_package.json"));
}
