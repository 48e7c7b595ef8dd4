#include "kaibiao/crypto/der.h"

namespace kaibiao::crypto {

Error DerReader::error(std::string_view seen) const {
    return Error(on_error_, numbered("byte ", at_), std::string(seen));
}

Result<DerReader::Header> DerReader::header() const {
    if (rest_.size() < 2) return error("an element is missing");
    if ((rest_[0] & 0x1f) == 0x1f) return error("a tag of several bytes");
    const std::uint8_t first = rest_[1];
    if (first < 0x80) return Header{2, first};
    const std::size_t count = first & 0x7f;
    if (count == 0 || count > 4 || rest_.size() < 2 + count) return error("a length that cannot be");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | rest_[2 + i];
    if (length < 0x80 || rest_[2] == 0) return error("a length that is not minimal");
    if (length > rest_.size()) return error("an element runs past the end");
    return Header{2 + count, static_cast<std::size_t>(length)};
}

Result<ByteView> DerReader::take(std::uint8_t tag, bool with_header) {
    TRY_ASSIGN(const Header size, header());
    if (rest_[0] != tag) return error("another kind of element is expected");
    if (size.content_size > rest_.size() - size.header_size) return error("an element runs past the end");
    const std::size_t whole = size.header_size + size.content_size;
    const ByteView taken = with_header ? rest_.first(whole) : rest_.subspan(size.header_size, size.content_size);
    rest_ = rest_.subspan(whole);
    at_ += whole;
    return taken;
}

Result<ByteView> DerReader::contents(std::uint8_t tag) { return take(tag, false); }
Result<ByteView> DerReader::element(std::uint8_t tag) { return take(tag, true); }
Result<ByteView> DerReader::element() {
    if (rest_.empty()) return error("an element is missing");
    return take(rest_[0], true);
}

Result<DerReader> DerReader::enter(std::uint8_t tag) {
    TRY_ASSIGN(const ByteView inner, take(tag, false));
    return DerReader(inner, on_error_, at_ - inner.size());
}

Result<bool> DerReader::boolean() {
    TRY_ASSIGN(const ByteView value, contents(tag::boolean));
    if (value.size() != 1 || (value[0] != 0x00 && value[0] != 0xff)) return error("a boolean that is not 00 or FF");
    return value[0] == 0xff;
}

Result<Bytes> DerReader::unsigned_integer(std::size_t max_bytes) {
    TRY_ASSIGN(ByteView value, contents(tag::integer));
    if (value.empty() || (value[0] & 0x80) != 0) return error("a negative or empty integer");
    if (value.size() > 1 && value[0] == 0) {
        if ((value[1] & 0x80) == 0) return error("an integer that is not minimal");
        value = value.subspan(1);
    }
    if (value.size() > max_bytes) return error("an integer that is too large");
    return to_bytes(value);
}

Result<int> DerReader::small_integer(int max) {
    TRY_ASSIGN(const Bytes value, unsigned_integer(4));
    std::uint64_t number = 0;
    for (const std::uint8_t byte : value) number = number << 8 | byte;
    if (number > static_cast<std::uint64_t>(max)) return error("an integer that is too large");
    return static_cast<int>(number);
}

Result<std::string> DerReader::oid() {
    TRY_ASSIGN(const ByteView value, contents(tag::oid));
    if (value.empty() || value.size() > 64 || (value.back() & 0x80) != 0) return error("a malformed object identifier");
    std::string text;
    std::uint64_t arc = 0;
    bool fresh = true;
    for (const std::uint8_t byte : value) {
        if ((fresh && byte == 0x80) || arc >> 56 != 0) return error("a malformed object identifier");
        arc = arc << 7 | (byte & 0x7f);
        fresh = (byte & 0x80) == 0;
        if (!fresh) continue;
        if (text.empty()) {
            const std::uint64_t first = arc < 80 ? arc / 40 : 2;
            text = std::to_string(first);
            arc -= first * 40;
        }
        text += "." + std::to_string(arc);
        arc = 0;
    }
    return text;
}

Result<ByteView> DerReader::octets_of_bits(std::uint8_t tag) {
    TRY_ASSIGN(const ByteView value, contents(tag));
    if (value.empty() || value[0] != 0) return error("a bit string that is not whole bytes");
    return value.subspan(1);
}

namespace {

/// -1 when a character is not a digit.
int two_digits(ByteView text, std::size_t at) {
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1; };
    return digit(at) < 0 || digit(at + 1) < 0 ? -1 : digit(at) * 10 + digit(at + 1);
}

} // namespace

Result<Instant> DerReader::time() {
    const bool is_utc = next_is(tag::utc_time);
    TRY_ASSIGN(const ByteView text, contents(is_utc ? tag::utc_time : tag::generalized_time));
    const std::size_t year_size = is_utc ? 2 : 4;
    if (text.size() != year_size + 11 || text.back() != 'Z') return error("a time that is not YYMMDDhhmmssZ");
    int part[6];
    for (std::size_t i = 0; i < 6; ++i) part[i] = two_digits(text, year_size - 2 + i * 2);
    const int low = part[0];
    const int high = is_utc ? (low >= 50 ? 19 : 20) : two_digits(text, 0);
    if (low < 0 || high < 0) return error("a time that is not YYMMDDhhmmssZ");
    const auto instant = Instant::from_civil(high * 100 + low, part[1], part[2], part[3], part[4], part[5]);
    if (!instant) return error("a time that does not exist");
    return *instant;
}

Status DerReader::null() {
    TRY_ASSIGN(const ByteView value, contents(tag::null));
    return value.empty() ? ok() : Status(error("a null with contents"));
}

Status DerReader::finish() const { return rest_.empty() ? ok() : Status(error("more than there should be")); }

} // namespace kaibiao::crypto
