// The flat functions that JavaScript calls, one for each row of exports.def: they forward and do nothing else.

#include "boundary.h"

#include <emscripten.h>

extern "C" {
#define KAIBIAO_EXPORT(name, inputs, outputs)                                                                          \
    EMSCRIPTEN_KEEPALIVE std::uint32_t kb_##name(const std::uint8_t* in, std::size_t size,                             \
                                                 kaibiao::wasm::Buffer* out) {                                         \
        return kaibiao::wasm::run(kaibiao::wasm::name, {in, size}, *out);                                              \
    }
#include "exports.def"
#undef KAIBIAO_EXPORT
}
