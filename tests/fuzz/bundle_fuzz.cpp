/// Bundles. The input is taken as a whole bundle, and as a body that a known key signs: what opens is assembled again
/// to the same bytes, and the verifier survives whatever a centre may sign.
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/verification.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::tender;

namespace {

const log::SignerKey& key() {
    static const log::SignerKey made =
        log::SignerKey::make("fuzz.example/log", log::NoteKeyType::ed25519, SecretArray<32>()).value();
    return made;
}

/// docs/formats/bundle.md, "note".
std::string signed_bundle(const codec::Json& body) {
    const codec::Json* origin = body.find("origin");
    const codec::Json* lot = body.find("lot");
    if (origin == nullptr || lot == nullptr || origin->as_string() == nullptr || lot->as_string() == nullptr) return {};
    const Digest digest = crypto::sha256({as_bytes("kaibiao/bundle/v1"), as_bytes(codec::dump_canonical(body))});
    const std::string text = "kaibiao/bundle/v1\n" + *origin->as_string() + "\n" + *lot->as_string() + "\n" +
                             codec::encode_hex(digest) + "\n";
    return codec::dump_canonical(
        codec::Json::object().set("body", body).set("note", log::encode_note({text, {log::sign_note(key(), text)}})));
}

void check(ByteView bytes) {
    const auto bundle = open_bundle(bytes);
    if (!bundle.ok()) return;
    (void)verify_bundle(bytes, {});
    if (bundle->log_key != key().verifier().text()) return;
    const auto again = assemble_bundle(*bundle, key());
    if (!again.ok() || *again != as_text(bytes)) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check({data, size});
    auto body = codec::parse_canonical({data, size});
    if (!body.ok() || body->as_object() == nullptr) return 0;
    body->set("log_key", key().verifier().text());
    const std::string text = signed_bundle(*body);
    if (!text.empty()) check(as_bytes(text));
    return 0;
}
