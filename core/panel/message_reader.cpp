#include "message_reader.h"

namespace kaibiao::panel {

Result<ByteView> MessageReader::bytes(std::size_t size) {
    if (rest_.size() < size) return Error(ErrorCode::panel_message_malformed, {}, "it ends too early");
    const ByteView out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
}

namespace {

std::uint64_t big_endian(ByteView bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
    return value;
}

std::uint64_t little_endian(ByteView bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

} // namespace

Result<std::uint32_t> MessageReader::u32_le() {
    TRY_ASSIGN(const ByteView view, bytes(4));
    return static_cast<std::uint32_t>(little_endian(view));
}

Result<std::uint64_t> MessageReader::u64_le() {
    TRY_ASSIGN(const ByteView view, bytes(8));
    return little_endian(view);
}

Result<crypto::Point> MessageReader::point() {
    TRY_ASSIGN(const ByteView view, bytes(32));
    return crypto::Point::decode(view.first<32>());
}

Result<std::vector<crypto::Point>> MessageReader::points(std::size_t count) {
    std::vector<crypto::Point> out;
    for (std::size_t i = 0; i < count; ++i) {
        TRY_ASSIGN(const crypto::Point next, point());
        out.push_back(next);
    }
    return out;
}

Result<Bytes> MessageReader::framed() {
    TRY_ASSIGN(const ByteView prefix, bytes(8));
    const std::uint64_t size = big_endian(prefix);
    if (size > max_ciphertext) return Error(ErrorCode::panel_ciphertext_too_large);
    if (size < min_ciphertext) return Error(ErrorCode::panel_ciphertext_too_small);
    TRY_ASSIGN(const ByteView sealed, bytes(static_cast<std::size_t>(size)));
    return to_bytes(sealed);
}

Status MessageReader::finish() const {
    if (!at_end()) return Error(ErrorCode::panel_message_malformed, {}, "bytes follow its end");
    return ok();
}

void append_framed(Bytes& out, ByteView sealed) {
    append_u64_be(out, sealed.size());
    append(out, sealed);
}

void append_points(Bytes& out, const std::vector<crypto::Point>& points) {
    for (const crypto::Point& point : points) append(out, point.bytes());
}

std::string place_of(int member) { return numbered("member ", member); }

Error size_wrong(std::int64_t k, std::size_t n) {
    return Error(ErrorCode::panel_size_wrong, "/k", std::to_string(k) + numbered(" of ", n));
}

Error blame(const Error& error, int member) { return Error(error.code, place_of(member), error.detail); }

} // namespace kaibiao::panel
