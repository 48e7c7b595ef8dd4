// A receipt that decodes is its own encoding, and none verifies without the log's key.

#include "kaibiao/log/receipt.h"

using namespace kaibiao;
using namespace kaibiao::log;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const Result<Receipt> receipt = decode_receipt(bytes);
    if (!receipt.ok()) return 0;
    if (encode_receipt(*receipt) != as_text(bytes)) __builtin_trap();
    if (verify_receipt(*receipt, LogTrust{}).ok()) __builtin_trap();
    return 0;
}
