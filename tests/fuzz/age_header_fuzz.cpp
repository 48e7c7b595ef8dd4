/// A header that parses is the one text of its stanzas: writing them again gives the bytes that were read.
#include "kaibiao/seal/age_header.h"

#include <algorithm>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto header = parse_age_header({data, size});
    if (!header.ok()) return 0;
    const std::string again = encode_age_header(header->stanzas, FileKey());
    constexpr std::size_t mac_and_newline = 44;
    // The MAC differs, as the file key is not the author's.
    if (again.size() != size) std::abort();
    if (!std::equal(again.begin(), again.end() - mac_and_newline, as_text({data, size}).begin())) std::abort();
    return 0;
}
