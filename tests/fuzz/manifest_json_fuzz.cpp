/// A manifest that is read is written again as the same bytes.
#include "kaibiao/seal/manifest.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = codec::parse_canonical({data, size});
    if (!json.ok()) return 0;
    codec::ObjectReader reader(*json, "");
    const auto manifest = read_manifest(reader);
    if (!manifest.ok() || !reader.finish().ok()) return 0;
    codec::Json again = codec::Json::object();
    write_manifest(again, *manifest);
    if (codec::dump_canonical(again) != as_text({data, size})) std::abort();
    return 0;
}
