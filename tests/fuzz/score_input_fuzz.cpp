// Inputs of an evaluation that decode encode to the bytes they came from, and a plain method ends with an outcome or an
// error.

#include "kaibiao/score/outcome.h"
#include "kaibiao/tender/score_input.h"

#include <cstdlib>

using namespace kaibiao;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = codec::parse_canonical({data, size});
    if (!json) return 0;
    const auto input = tender::decode_score_input(*json);
    if (input && codec::dump_canonical(tender::encode_score_input(*input)) != as_text({data, size})) std::abort();
    if (!input) return 0;
    score::Method method;
    (void)score::evaluate(method, input->bids, input->sheets);
    return 0;
}
