#pragma once
// Entropy comes as one field of random bytes and is cut into the pieces that the core asks for.

#include "boundary.h"

#include <algorithm>

namespace kaibiao::wasm {

class Entropy {
  public:
    /// Errors: length_wrong.
    static Result<Entropy> read(Input& in, std::size_t size) {
        TRY_ASSIGN(const ByteView field, in.bytes());
        if (field.size() != size) return Error(ErrorCode::length_wrong, {}, std::to_string(size) + " bytes of entropy");
        return Entropy(field);
    }
    template <std::size_t N> void take(ByteArray<N>& out) { copy(out); }
    template <std::size_t N> void take(SecretArray<N>& out) { copy(out.data()); }

  private:
    explicit Entropy(ByteView rest) : rest_(rest) {}
    void copy(MutableBytes out) {
        std::copy_n(rest_.begin(), out.size(), out.begin());
        rest_ = rest_.subspan(out.size());
    }
    ByteView rest_;
};

} // namespace kaibiao::wasm
