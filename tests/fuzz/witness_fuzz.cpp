// Requests to a witness have one text each; policies and answers of strangers end with a value or an error.

#include "kaibiao/log/policy.h"
#include "kaibiao/log/witness.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::log;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    if (const auto policy = parse_policy(text); policy.ok()) {
        const std::vector<std::optional<Instant>> nobody(policy->witnesses.size());
        if (quorum_time(policy->quorum, nobody)) std::abort();
    }
    const auto request = decode_witness_request(text);
    if (!request.ok()) return 0;
    if (encode_witness_request(*request) != text) std::abort();
    const auto checkpoint = decode_checkpoint(decode_note(request->note)->text);
    (void)check_growth(*request, *checkpoint, {request->old_size, checkpoint->root});
    return 0;
}
