// Notes, checkpoints and verifier keys have one text each; what was not signed by the key does not verify.

#include "kaibiao/log/checkpoint.h"

using namespace kaibiao;
using namespace kaibiao::log;

namespace {
void require(bool condition) {
    if (!condition) __builtin_trap();
}

const VerifierKey& stranger() {
    static const VerifierKey key =
        SignerKey::make("stranger", NoteKeyType::cosignature, SecretArray<32>::copy_of(ByteArray<32>{1, 2, 3}))
            .value()
            .verifier();
    return key;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    const Result<Note> note = decode_note(text);
    if (note.ok()) {
        require(encode_note(*note) == text);
        require(!verify_note(*note, {&stranger(), 1}).ok());
    }
    const Result<Checkpoint> checkpoint = decode_checkpoint(text);
    if (checkpoint.ok()) require(encode_checkpoint(*checkpoint) == text);
    const Result<VerifierKey> key = VerifierKey::parse(text);
    if (key.ok()) require(key->text() == text);
    return 0;
}
