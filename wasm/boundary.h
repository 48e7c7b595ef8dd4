#pragma once
// How values cross to JavaScript: every call takes one frame and gives one frame. A frame is a row of fields, each a
// 32-bit little-endian length and that many bytes. Integers are fields of 4 or 8 bytes, lists are frames in a field.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"
#include "kaibiao/codec/json.h"

#include <cstring>

namespace kaibiao::wasm {

/// Memory that grows with what is written and is kept for the next call; JavaScript copies out and wipes.
struct Buffer {
    std::uint8_t* data;
    std::uint32_t size;
    std::uint32_t capacity;
};

/// Reads the fields of a call in the order of exports.def. Errors: core_call_malformed, or those of the value.
class Input {
  public:
    explicit Input(ByteView frame) : rest_(frame) {}
    Result<ByteView> bytes();
    Result<std::string_view> text();
    /// Canonical JSON: what JavaScript writes is held to the form that is signed.
    Result<codec::Json> json();
    Result<std::uint32_t> u32();
    Result<std::uint64_t> u64();
    Result<std::vector<ByteView>> list();
    template <std::size_t N> Result<ByteArray<N>> fixed() {
        TRY_ASSIGN(const ByteView field, bytes());
        if (field.size() != N) return Error(ErrorCode::length_wrong, {}, std::to_string(N) + " bytes");
        ByteArray<N> out{};
        std::memcpy(out.data(), field.data(), N);
        return out;
    }
    /// After the last field.
    Status finish() const;

  private:
    ByteView rest_;
};

class Output {
  public:
    explicit Output(Buffer& buffer) : buffer_(buffer) { buffer_.size = 0; }
    void bytes(ByteView field);
    void text(std::string_view field) { bytes(as_bytes(field)); }
    void json(const codec::Json& field) { text(codec::dump_canonical(field)); }
    void u32(std::uint32_t value);
    /// Room for a field of at most `bound` bytes; end_bulk() says how many were written.
    MutableBytes begin_bulk(std::size_t bound);
    void end_bulk(std::size_t written);
    void clear() { buffer_.size = 0; }

  private:
    std::uint8_t* reserve(std::size_t more);
    void length(std::size_t n);
    Buffer& buffer_;
};

using Call = Status (*)(Input&, Output&);
/// Runs a call; 0, or the number of the error with its place and detail in the buffer.
std::uint32_t run(Call call, ByteView frame, Buffer& buffer);

#define KAIBIAO_EXPORT(name, inputs, outputs) Status name(Input& in, Output& out);
#include "exports.def"
#undef KAIBIAO_EXPORT

} // namespace kaibiao::wasm
