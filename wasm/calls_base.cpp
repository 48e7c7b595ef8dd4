// about, handles, canonical JSON, amounts.

#include "boundary.h"
#include "handles.h"

#include "kaibiao/base/money.h"

namespace kaibiao::wasm {

using codec::Json;

Handles& Handles::all() {
    static Handles table;
    return table;
}

Status about(Input& in, Output& out) {
    TRY(in.finish());
#ifdef KAIBIAO_WASM_SIMD
    const bool simd = true;
#else
    const bool simd = false;
#endif
    out.json(Json::object().set("simd", simd));
    return ok();
}

Status free_handle(Input& in, Output&) {
    TRY_ASSIGN(const std::uint32_t number, in.u32());
    TRY(in.finish());
    Handles::all().free(number);
    return ok();
}

Status canonical_check(Input& in, Output&) {
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(const Json json, codec::parse_canonical(text));
    static_cast<void>(json);
    return ok();
}

Status canonical_form(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(const Json json, codec::parse_relaxed(text));
    out.json(json);
    return ok();
}

Status money_words(Input& in, Output& out) {
    TRY_ASSIGN(const std::string_view yuan, in.text());
    TRY(in.finish());
    TRY_ASSIGN(const Money amount, Money::parse_yuan(yuan));
    out.json(Json::object()
                 .set("capital", amount.capital())
                 .set("grouped", amount.yuan_grouped())
                 .set("yuan", amount.yuan()));
    return ok();
}

} // namespace kaibiao::wasm
