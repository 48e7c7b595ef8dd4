// Canonical JSON is its own encoding; relaxed JSON has a canonical one that means the same.

#include "kaibiao/codec/json.h"

using namespace kaibiao;
using namespace kaibiao::codec;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView text(data, size);
    const Result<Json> canonical = parse_canonical(text);
    if (canonical.ok() && dump_canonical(*canonical) != as_text(text)) __builtin_trap();
    const Result<Json> relaxed = parse_relaxed(text);
    if (canonical.ok() && !(relaxed.ok() && *relaxed == *canonical)) __builtin_trap();
    if (!relaxed.ok()) return 0;
    const std::string dumped = dump_canonical(*relaxed);
    const Result<Json> again = parse_canonical(as_bytes(dumped));
    if (!again.ok() || !(*again == *relaxed)) __builtin_trap();
    const std::string pretty = dump_pretty(*relaxed);
    const Result<Json> read = parse_relaxed(as_bytes(pretty), {std::size_t{64} << 20, 32});
    if (!read.ok() || !(*read == *relaxed)) __builtin_trap();
    return 0;
}
