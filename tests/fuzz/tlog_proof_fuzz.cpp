// A proof that decodes is its own encoding.

#include "kaibiao/log/tlog_proof.h"

using namespace kaibiao;
using namespace kaibiao::log;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    const Result<TlogProof> proof = decode_tlog_proof(text);
    if (proof.ok() && encode_tlog_proof(*proof) != text) __builtin_trap();
    return 0;
}
