#include "boundary.h"

#include <cstdlib>

namespace kaibiao::wasm {

namespace {

Error malformed(std::string what) { return Error(ErrorCode::core_call_malformed, {}, std::move(what)); }

std::uint32_t read_length(ByteView four) {
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) value = value << 8 | four[static_cast<std::size_t>(i)];
    return value;
}

Result<ByteView> take_field(ByteView& rest) {
    if (rest.size() < 4) return malformed("a field is missing");
    const std::size_t size = read_length(rest.first(4));
    if (size > rest.size() - 4) return malformed("a field is longer than its frame");
    const ByteView field = rest.subspan(4, size);
    rest = rest.subspan(4 + size);
    return field;
}

} // namespace

Result<ByteView> Input::bytes() { return take_field(rest_); }

Result<std::string_view> Input::text() {
    TRY_ASSIGN(const ByteView field, bytes());
    return as_text(field);
}

Result<codec::Json> Input::json() {
    TRY_ASSIGN(const ByteView field, bytes());
    return codec::parse_canonical(field, {.max_bytes = std::size_t{16} << 20});
}

Result<std::uint32_t> Input::u32() {
    TRY_ASSIGN(const ByteView field, bytes());
    if (field.size() != 4) return malformed("not a 32-bit number");
    return read_length(field);
}

Result<std::uint64_t> Input::u64() {
    TRY_ASSIGN(const ByteView field, bytes());
    if (field.size() != 8) return malformed("not a 64-bit number");
    return std::uint64_t{read_length(field.last(4))} << 32 | read_length(field.first(4));
}

Result<std::vector<ByteView>> Input::list() {
    TRY_ASSIGN(ByteView frame, bytes());
    std::vector<ByteView> items;
    while (!frame.empty()) {
        TRY_ASSIGN(const ByteView item, take_field(frame));
        items.push_back(item);
    }
    return items;
}

Status Input::finish() const {
    if (!rest_.empty()) return malformed("there are more fields than expected");
    return ok();
}

/// A new block when the old one is too small; the old one is wiped.
std::uint8_t* Output::reserve(std::size_t more) {
    const std::size_t wanted = buffer_.size + more;
    if (wanted > buffer_.capacity) {
        const std::size_t capacity = wanted + wanted / 8 + 64;
        auto* grown = static_cast<std::uint8_t*>(std::malloc(capacity));
        if (grown == nullptr) std::abort();
        if (buffer_.data != nullptr) {
            std::memcpy(grown, buffer_.data, buffer_.size);
            wipe({buffer_.data, buffer_.capacity});
            std::free(buffer_.data);
        }
        buffer_.data = grown;
        buffer_.capacity = static_cast<std::uint32_t>(capacity);
    }
    return buffer_.data + buffer_.size;
}

void Output::length(std::size_t n) {
    std::uint8_t* at = reserve(4 + n);
    for (int i = 0; i < 4; ++i) at[i] = static_cast<std::uint8_t>(n >> (8 * i));
    buffer_.size += 4;
}

void Output::bytes(ByteView field) {
    length(field.size());
    if (!field.empty()) std::memcpy(buffer_.data + buffer_.size, field.data(), field.size());
    buffer_.size += static_cast<std::uint32_t>(field.size());
}

void Output::u32(std::uint32_t value) {
    std::uint8_t field[4];
    for (int i = 0; i < 4; ++i) field[i] = static_cast<std::uint8_t>(value >> (8 * i));
    bytes(field);
}

MutableBytes Output::begin_bulk(std::size_t bound) {
    std::uint8_t* at = reserve(4 + bound);
    return {at + 4, bound};
}

void Output::end_bulk(std::size_t written) {
    length(written);
    buffer_.size += static_cast<std::uint32_t>(written);
}

std::uint32_t run(Call call, ByteView frame, Buffer& buffer) {
    Input in(frame);
    Output out(buffer);
    const Status status = call(in, out);
    if (status.ok()) return 0;
    wipe({buffer.data, buffer.size});
    out.clear();
    out.text(status.error().place);
    out.text(status.error().detail);
    return static_cast<std::uint32_t>(status.error().code);
}

} // namespace kaibiao::wasm
