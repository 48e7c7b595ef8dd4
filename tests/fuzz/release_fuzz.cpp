/// A list of releases that decodes is the one text of its content; so are the 96 bytes of a release and the message of
/// a draw.
#include "kaibiao/panel/release.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::panel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto list = decode_release_list(bytes);
    if (list.ok() && !equal_public(encode(*list), bytes)) std::abort();
    const auto request = decode_draw_message(bytes);
    if (request.ok() && !equal_public(draw_message(*request).value(), bytes)) std::abort();
    if (size != release_size) return 0;
    const auto release = decode_release(bytes.first<release_size>());
    if (release.ok() && !equal_public(encode(*release), bytes)) std::abort();
    return 0;
}
