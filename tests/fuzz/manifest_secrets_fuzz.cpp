/// The first byte chooses a decoder of what a bidder holds: opening sheet, secrets file or recovery code. What decodes
/// encodes to the same text.
#include "kaibiao/seal/opening_secrets.h"
#include "kaibiao/seal/opening_sheet.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

void check_sheet(ByteView text) {
    // Fuzzers do not find multiples of 8,192 by themselves.
    Bytes padded = to_bytes(text);
    padded.resize((text.size() / 8192 + 1) * 8192, ' ');
    for (const ByteView plain : {text, ByteView(padded)}) {
        const auto sheet = decode_sheet(plain);
        if (sheet.ok() && !equal_public(encode_sheet(*sheet).value().view(), plain)) std::abort();
    }
}

void check_file(ByteView text) {
    const auto file = decode_opening_secrets(text);
    if (file.ok() && !equal_public(encode_opening_secrets(*file).view(), text)) std::abort();
}

void check_code(ByteView text) {
    const auto secrets = decode_recovery_code(as_text(text));
    if (!secrets.ok()) return;
    const SecretBytes code = encode_recovery_code(*secrets);
    const auto again = decode_recovery_code(as_text(code.view()));
    if (!again.ok() || !equal_public(again->sheet.view(), secrets->sheet.view())) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest(data + 1, size - 1);
    if (data[0] % 3 == 0)
        check_sheet(rest);
    else if (data[0] % 3 == 1)
        check_file(rest);
    else
        check_code(rest);
    return 0;
}
