// A header that decodes is its own encoding; an event in JSON comes back as it went.

#include "kaibiao/log/event.h"

using namespace kaibiao;
using namespace kaibiao::log;

namespace {
void require(bool condition) {
    if (!condition) __builtin_trap();
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const Result<EventHeader> header = decode_event_header(bytes);
    if (header.ok()) require(equal_public(encode_event_header(*header), bytes));
    const Result<codec::Json> json = codec::parse_canonical(bytes);
    if (!json.ok()) return 0;
    const Result<StoredEvent> event = event_from_json(*json, "");
    if (!event.ok()) return 0;
    require(event_to_json(*event) == *json);
    const Result<EventHeader> checked = check_event(*event);
    require(!checked.ok() || decode_event_header(event->header).ok());
    return 0;
}
