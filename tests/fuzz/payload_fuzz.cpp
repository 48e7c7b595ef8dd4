/// Payloads of events, the first byte choosing the type. What decodes once decodes again from its canonical text, and
/// the parts that have writers are written back as they came.
#include "kaibiao/tender/event.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::tender;

namespace {

void check_announced(const LotAnnounced& event) {
    for (const AnnouncedBid& row : event.bids) {
        const codec::Json json = write_announced_bid(row);
        const auto again = read_announced_bid(json, {});
        if (!again.ok() || write_announced_bid(*again) != json) std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto type = static_cast<EventType>(data[0] % event_type_count);
    const ByteView bytes{data + 1, size - 1};
    const auto payload = decode_payload(type, 1, bytes);
    if (!payload.ok()) return 0;
    const std::string text = codec::dump_canonical(codec::parse_canonical(bytes).value());
    if (as_text(bytes) != text || decode_payload(type, 1, as_bytes(text))->index() != payload->index()) std::abort();
    if (const auto* announced = std::get_if<LotAnnounced>(&*payload)) check_announced(*announced);
    return 0;
}
