/// Armor that decodes is, white space around and line ends aside, what the encoder writes.
#include "kaibiao/seal/age_armor.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

std::string without_blanks(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view(" \t\r\n\v\f").find(c) == std::string_view::npos) out += c;
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ArmorDecoder decoder;
    Bytes bytes;
    const std::string_view text = as_text({data, size});
    if (!decoder.update(text, bytes).ok() || !decoder.finish(bytes).ok()) return 0;
    ArmorEncoder encoder;
    std::string again;
    encoder.update(bytes, again);
    encoder.finish(again);
    if (without_blanks(again) != without_blanks(text)) std::abort();
    return 0;
}
