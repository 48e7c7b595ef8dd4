// A transcript that decodes is its own encoding; drawing again never fails in another way than by a refusal; and a list
// that decodes and passes its check is its own encoding too.

#include "kaibiao/draw/transcript.h"

using namespace kaibiao;
using namespace kaibiao::draw;

namespace {

void try_list(ByteView bytes) {
    const Result<DrawList> list = decode_list(bytes);
    if (!list.ok()) return;
    const Result<std::string> text = encode_list(*list);
    if (text.ok() && *text != as_text(bytes)) __builtin_trap();
}

/// What verifies is what is drawn from its own inputs.
void try_transcript(const Transcript& transcript) {
    if (!verify_transcript(transcript, {}).ok()) return;
    const auto again = draw_transcript(transcript.message, *transcript.list, transcript.seed, transcript.steps,
                                       ListInTranscript::included);
    if (!again.ok() || !(*again == transcript)) __builtin_trap();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    try_list(bytes);
    const Result<DrawMessage> message = decode_message(bytes);
    if (message.ok() && encode_message(*message) != as_text(bytes)) __builtin_trap();
    const Result<Transcript> transcript = decode_transcript(bytes);
    if (!transcript.ok()) return 0;
    if (encode_transcript(*transcript) != as_text(bytes)) __builtin_trap();
    try_transcript(*transcript);
    return 0;
}
