/// Calls of the boundary to JavaScript, several after one another, so that handles of earlier ones are met: a call
/// answers with whole fields or with an error of the table. Left out are those whose time a passphrase decides.
#include "boundary.h"
#include "handles.h"

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::wasm;

namespace {

constexpr auto calls = std::to_array<Call>({
#define KAIBIAO_EXPORT(name, inputs, outputs) &kaibiao::wasm::name,
#include "exports.def"
#undef KAIBIAO_EXPORT
});
constexpr int most_calls = 6;

bool is_slow(Call call) {
    return call == &key_lock || call == &key_unlock || call == &age_encrypt_passphrase ||
           call == &age_decrypt_passphrase;
}

void check_answer(std::uint32_t status, const Buffer& buffer) {
    Input fields(ByteView(buffer.data, buffer.size));
    while (!fields.finish().ok())
        if (!fields.bytes().ok()) std::abort();
    if (status != 0 && info(static_cast<ErrorCode>(status)).name.empty()) std::abort();
}

} // namespace

/// Each call: a byte that chooses it, two of the length of its frame, the frame.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteView input(data, size);
    Buffer buffer{nullptr, 0, 0};
    for (int made = 0; made < most_calls && input.size() >= 3; ++made) {
        const Call call = calls[input[0] % calls.size()];
        const std::size_t length = std::min<std::size_t>(std::size_t{input[1]} << 8 | input[2], input.size() - 3);
        if (!is_slow(call)) check_answer(run(call, input.subspan(3, length), buffer), buffer);
        input = input.subspan(3 + length);
    }
    std::free(buffer.data);
    Handles::all() = Handles();
    return 0;
}
