/// The first byte chooses one of the files of a panel's member. What decodes encodes to the same text.
#include "kaibiao/panel/member_secrets.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::panel;

namespace {

void must_be(const SecretBytes& encoded, ByteView text) {
    if (!equal_public(encoded.view(), text)) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView text(data + 1, size - 1);
    switch (data[0] % 3) {
    case 0:
        if (const auto state = decode_joining(text)) must_be(encode(*state), text);
        break;
    case 1:
        if (const auto state = decode_certifying(text)) must_be(encode(*state), text);
        break;
    default:
        if (const auto seat = decode_seat(text)) must_be(encode(*seat), text);
        break;
    }
    return 0;
}
