/// The first byte chooses threshold, size and decoder of a message of the panel's rounds. What decodes encodes to the
/// same bytes.
#include "kaibiao/panel/messages.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::panel;

namespace {

void must_be(const Bytes& encoded, ByteView bytes) {
    if (!equal_public(encoded, bytes)) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView bytes(data + 1, size - 1);
    const int k = 1 + data[0] / 4 % 3;
    const int n = k + 1;
    switch (data[0] % 4) {
    case 0:
        if (const auto message = decode_round_one(bytes, k, n)) must_be(encode(*message), bytes);
        break;
    case 1:
        if (const auto message = decode_round_two(bytes, k, n)) must_be(encode(*message), bytes);
        break;
    case 2:
        if (const auto signatures = decode_signatures(bytes, n)) must_be(encode(*signatures), bytes);
        break;
    default:
        if (const auto sealed = decode_bundle(bytes, n)) must_be(encode_bundle(*sealed), bytes);
        break;
    }
    return 0;
}
