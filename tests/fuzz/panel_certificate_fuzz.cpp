/// A certificate of the panel "panel-1" that decodes is the one encoding of its content, and so is its transcript.
#include "kaibiao/panel/certificate.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::panel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto transcript = decode_transcript(bytes, "panel-1");
    if (transcript.ok() && !equal_public(encode(*transcript), bytes)) std::abort();
    const auto certificate = decode_certificate(bytes, "panel-1");
    if (!certificate.ok()) return 0;
    if (!equal_public(encode(*certificate), bytes)) std::abort();
    const auto key = key_of(certificate->transcript);
    if (key.ok() && key->n() != certificate->transcript.session.n()) std::abort();
    return 0;
}
